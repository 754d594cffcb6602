// From the paragraphs in a row, as programs paste them, to lists in lists.
//
// An entry is { node, level, sign, quoted }: a block, how deep in lists it stands (0 for none), the sign of the item that
// it begins, if it does, and whether it is a quotation.

import { Fragment } from 'prosemirror-model'
import { label, numbersOf } from '../labels.js'
import { childrenOf, MOST_NESTED, nodes, schema } from '../schema.js'

export function outlined (entries) {
  const outline = new Outline()
  for (const entry of entries) outline.add(entry)
  return outline.blocks()
}

class Outline {
  constructor () {
    this.root = []
    this.open = []
  }

  add (entry) {
    const level = Math.min(entry.level, MOST_NESTED)
    if (level === 0) {
      this.open = []
      this.root.push(entry.quoted ? { quote: [entry.node] } : entry.node)
    } else if (entry.sign) {
      this.addItem(entry, level)
    } else {
      this.closeDeeper(level)
      this.inside().push(entry.node)
    }
  }

  addItem (entry, level) {
    this.closeDeeper(level)
    const last = this.open.at(-1)
    const begun = last?.level === level ? last : null
    const chosen = entry.sign.readings && choose(entry.sign.readings, begun)
    if (!chosen && !entry.sign.bullet) return this.addTyped(entry, level)
    if (!begun || begun.style !== chosen?.style || (chosen && chosen.number <= begun.number)) this.begin(level, chosen)
    const list = this.open.at(-1)
    const value = chosen && chosen.number !== list.number + 1 ? chosen.number : null
    list.items.push({ value, inside: [entry.node] })
    if (chosen) list.number = chosen.number
  }

  // A label that no list of ours has stays as it was written.
  addTyped ({ node, sign }, level) {
    this.closeDeeper(level - 1)
    this.inside().push(node.type.create(node.attrs, Fragment.from(schema.text(`${sign.words} `)).append(node.content)))
  }

  begin (level, chosen) {
    this.closeDeeper(level - 1)
    const list = { level, style: chosen?.style, order: chosen?.number, number: (chosen?.number ?? 0) - 1, items: [] }
    this.inside().push(list)
    this.open.push(list)
  }

  closeDeeper (level) {
    while (this.open.length && this.open.at(-1).level > level) this.open.pop()
  }

  inside () {
    return this.open.length ? this.open.at(-1).items.at(-1).inside : this.root
  }

  blocks () {
    return madeOf(this.root)
  }
}

// What a sign means beside the one before it: 'i)' after 'h)' is a letter.
function choose (readings, begun) {
  return readings.find(({ style, number }) => begun?.style === style && begun.number + 1 === number) ||
    readings.find(({ style, number }) => begun?.style === style && begun.number < number) || readings[0]
}

function madeOf (parts) {
  const made = []
  for (const part of parts) {
    if (part.items) made.push(listOf(part))
    else if (part.quote && made.at(-1)?.quote) made.at(-1).quote.push(...part.quote)
    else made.push(part)
  }
  return made.map((each) => each.quote ? nodes.blockquote.create(null, each.quote) : each)
}

function listOf ({ style, order, items }) {
  const made = items.map(({ value, inside }) => nodes.list_item.create({ value }, begunByParagraph(madeOf(inside))))
  return style ? nodes.ordered_list.create({ style, order }, made) : nodes.bullet_list.create(null, made)
}

function begunByParagraph ([first, ...rest]) {
  if (first.type === nodes.paragraph) return [first, ...rest]
  if (first.type === nodes.heading) return [nodes.paragraph.create(null, first.content), ...rest]
  return [nodes.paragraph.create(), first, ...rest]
}

// Blocks as paragraphs, for cells and footnotes, which hold nothing else: items with their labels, rows with their cells.
export function paragraphsOf (blocks) {
  const found = blocks.flatMap((block) => (AS_PARAGRAPHS[block.type.name] || childParagraphs)(block))
  return found.length ? found : [nodes.paragraph.create()]
}

const asParagraph = (block) => [nodes.paragraph.create(null, block.content)]
const AS_PARAGRAPHS = {
  paragraph: asParagraph,
  heading: asParagraph,
  bullet_list: (list) => itemParagraphs(list, () => '•'),
  ordered_list: (list) => itemParagraphs(list, (at) => label(list.attrs.style, numbersOf(list)[at])),
  table_row: (row) => asParagraph({ content: joined(childrenOf(row).flatMap((cell) => paragraphsOf(childrenOf(cell)))) })
}

function childParagraphs (block) {
  return paragraphsOf(childrenOf(block))
}

function itemParagraphs (list, labelAt) {
  return childrenOf(list).flatMap((item, at) => {
    const [first, ...rest] = paragraphsOf(childrenOf(item))
    return [nodes.paragraph.create(null, Fragment.from(schema.text(`${labelAt(at)} `)).append(first.content)), ...rest]
  })
}

function joined (paragraphs) {
  return paragraphs.reduce((content, next, at) => content.append(at ? Fragment.from(schema.text(' ')) : Fragment.empty).append(next.content), Fragment.empty)
}
