// From the HTML that a program puts on the clipboard to blocks of a text. What a text cannot hold goes; no word does.

import { linkable } from '../links.js'
import { marks, nodes } from '../schema.js'
import { outlined, paragraphsOf } from './outline.js'
import { Line } from './line.js'
import { referenceKey, takeNotes } from './notes.js'
import { countedSign, signOf } from './signs.js'
import { isUnseen, marksIn, styleOf, unstyled } from './styles.js'
import { tableOf } from './table.js'

const PARAGRAPHS = new Set([
  'P', 'DIV', 'SECTION', 'ARTICLE', 'MAIN', 'HEADER', 'FOOTER', 'ASIDE', 'NAV', 'ADDRESS', 'DL', 'DT', 'DD', 'FIGURE', 'FIGCAPTION',
  'CENTER', 'FORM', 'FIELDSET', 'DETAILS', 'SUMMARY', 'HR', 'CAPTION', 'TR', 'TD', 'TH', 'TBODY', 'THEAD'
])
const BLOCKS = [...PARAGRAPHS, 'BR', 'LI', 'PRE', 'BLOCKQUOTE', 'TABLE', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6'].join()
const QUOTED = /(^|\s)(Mso(Intense)?Quote|quotations?)/i

// The blocks of the page, and its footnotes: paragraphs by label.
export function readPage (html) {
  const page = new DOMParser().parseFromString(unstyled(html), 'text/html').body
  const found = takeNotes(page)
  const labels = new Map([...found.keys()].map((key, at) => [key, `pasted-${at + 1}`]))
  const ranks = ranksIn(page)
  const keepsEnds = page.querySelector(BLOCKS) === null
  const read = (element) => outlined(new Reader(labels, ranks, keepsEnds).all(element))
  const notes = new Map([...found].map(([key, element]) => [labels.get(key), paragraphsOf(read(element))]))
  return { blocks: read(page), notes }
}

// The highest heading of what is pasted is a heading of ours, whatever its level was there.
function ranksIn (page) {
  const ranks = new Set()
  for (const element of page.querySelectorAll('*')) {
    const rank = rankOf(element)
    if (rank !== null) ranks.add(rank)
  }
  return [...ranks].sort((one, other) => one - other)
}

function rankOf (element) {
  if (/^H[1-6]$/.test(element.nodeName)) return Number(element.nodeName[1])
  if (element.getAttribute('role') === 'heading') return Number(element.getAttribute('aria-level')) || 2
  return element.classList.contains('MsoTitle') ? 0 : null
}

class Reader {
  constructor (labels, ranks, keepsEnds = false) {
    this.keepsEnds = keepsEnds
    this.labels = labels
    this.ranks = ranks
    this.entries = []
    this.line = new Line()
    this.around = { level: 0 }
  }

  all (element) {
    this.children(element, [], false)
    this.endLine()
    return this.entries
  }

  // A block is read with what is true of its paragraphs: the item they stand in, whether they are headings or quoted.
  block (about, read) {
    const before = this.around
    this.endLine()
    this.around = { ...before, ...about }
    read()
    this.endLine()
    this.around = before
  }

  endLine () {
    const paragraphs = this.line.paragraphs(this.keepsEnds)
    this.line = new Line()
    for (const content of paragraphs) this.push(this.paragraph(content))
  }

  paragraph (content) {
    const { level, rank } = this.around
    if (rank === undefined || rank === null || level > 0) return nodes.paragraph.create(null, content)
    const words = content.map((node) => node.mark(marks.strong.removeFromSet(node.marks)))
    return nodes.heading.create({ level: Math.min(2 + this.ranks.indexOf(rank), 6) }, words)
  }

  push (node) {
    const { level, item, quoted } = this.around
    this.entries.push({ node, level, quoted, sign: item && !item.isBegun ? item.sign : null })
    if (item) item.isBegun = true
  }

  children (element, around, asItStands) {
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) this.line.add(node.data, around, asItStands)
      else if (node.nodeType === Node.ELEMENT_NODE) this.element(node, around, asItStands)
    }
  }

  element (element, around, asItStands) {
    const style = styleOf(element)
    if (isUnseen(element, style)) return
    const inside = marksIn(element, style, around)
    const space = style['white-space'] || ''
    const stands = element.nodeName === 'PRE' || (/pre|break-spaces/.test(space) ? true : asItStands && !/normal|nowrap/.test(space))
    const special = SPECIAL[element.nodeName]
    if (special) special.call(this, element, inside, stands)
    else if (rankOf(element) !== null || PARAGRAPHS.has(element.nodeName) || element.nodeName === 'PRE') this.ofParagraph(element, style, inside, stands)
    else if (/^\d/.test(style['mso-tab-count'] || '') || style['mso-spacerun'] === 'yes') this.line.add(' ', inside, false)
    else this.children(element, inside, stands)
  }

  ofParagraph (element, style, inside, stands) {
    const rank = rankOf(element)
    const about = { ...(rank !== null && { rank }), ...(isQuoted(element) && { quoted: true }) }
    const [, level] = /level(\d)/.exec(style['mso-list'] || '') || []
    const written = level && writtenSign(element)
    if (level && rank === null) {
      Object.assign(about, { level: Number(level), item: { sign: signOf(written), isBegun: false } })
    } else if (/^MsoListParagraph/.test(element.className) && this.around.level === 0) {
      Object.assign(about, { level: this.entries.at(-1)?.level || 0 })
    }
    this.block(about, () => {
      if (written && rank !== null) this.line.add(`${written} `, inside, false)
      this.children(element, inside, stands)
    })
  }

  list (list, around, stands) {
    let number = Number(list.getAttribute('start') ?? 1)
    const level = this.around.level + 1
    for (const child of list.children) {
      if (child.nodeName !== 'LI') {
        this.block({ level, item: null }, () => this.element(child, around, stands))
        continue
      }
      const style = styleOf(child)
      if (isUnseen(child, style)) continue
      if (child.hasAttribute('value')) number = child.value
      this.item(child, level, number++, marksIn(child, style, around), stands)
    }
  }

  item (element, level, number, around, stands) {
    const list = element.parentNode
    const css = styleOf(element)['list-style-type'] || styleOf(list)['list-style-type']
    const counts = list.nodeName === 'OL' && !/disc|circle|square/.test(css || '')
    const pattern = element.getAttribute('data-leveltext')
    const sign = counts ? countedSign(css, list.getAttribute('type'), /%\d/.test(pattern || '') && pattern.replace(/%\d/, '%1'), number) : { bullet: true }
    const item = { sign: css === 'none' && !counts ? { bullet: true } : sign, isBegun: false }
    const deep = Math.max(level, Number(element.getAttribute('data-aria-level')) || 0)
    this.block({ level: deep, item, rank: null }, () => {
      this.children(element, around, stands)
      this.endLine()
      if (!item.isBegun) this.push(nodes.paragraph.create())
    })
  }

  quote (element, around, stands) {
    this.endLine()
    const inner = new Reader(this.labels, this.ranks)
    inner.children(element, around, stands)
    inner.endLine()
    const blocks = outlined(inner.entries)
    if (blocks.length) this.push(nodes.blockquote.create(null, blocks))
  }

  table (element, around) {
    this.endLine()
    const read = (cell) => {
      const inner = new Reader(this.labels, this.ranks)
      inner.children(cell, around, false)
      inner.endLine()
      return outlined(inner.entries)
    }
    const made = tableOf(element, read)
    if (made.type) this.push(made)
    else for (const block of made) this.push(block)
  }

  link (element, around, stands) {
    const key = referenceKey(element)
    if (key && this.labels.has(key)) return this.line.reference(this.labels.get(key), marks.superscript.removeFromSet(around))
    const href = linkable(leadsTo(element.getAttribute('href') || ''))
    this.children(element, href ? marks.link.create({ href }).addToSet(around) : around, stands)
  }

  picture (element, around) {
    const words = element.getAttribute('alt') || ''
    if (/\p{Extended_Pictographic}/u.test(words)) this.line.add(words, around, false)
  }
}

const SPECIAL = {
  A: Reader.prototype.link,
  BLOCKQUOTE: Reader.prototype.quote,
  BR (element, around) { if (!element.classList.contains('Apple-interchange-newline')) this.line.breakLine(around) },
  IMG: Reader.prototype.picture,
  OL: Reader.prototype.list,
  TABLE: Reader.prototype.table,
  UL: Reader.prototype.list
}

const isQuoted = (element) => QUOTED.test(element.className) || element.querySelector(':scope > [data-ccp-parastyle="Quote"]') !== null

// The sign that Word wrote before an item, which stands in a run of its own.
function writtenSign (element) {
  const sign = [...element.querySelectorAll('[data-style]')].find((run) => styleOf(run)['mso-list'] === 'ignore')
  return sign ? sign.textContent : ''
}

// Where a link leads that a program has wrapped into one that watches who follows it.
function leadsTo (href) {
  try {
    const address = new URL(href)
    const wrapped = { 'www.google.com': 'q', 'google.com': 'q' }[address.hostname] || (address.hostname.endsWith('.safelinks.protection.outlook.com') && 'url')
    return (wrapped && address.searchParams.get(wrapped)) || href
  } catch {
    return href
  }
}

