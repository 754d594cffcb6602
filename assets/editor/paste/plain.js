// Plain text: lines stay lines, an empty line parts paragraphs, and what a list looks like after a program has written it
// as text is a list again: signs and tabs, or numbers that count on.

import { nodes } from '../schema.js'
import { clean } from './clean.js'
import { Line } from './line.js'
import { outlined } from './outline.js'
import { signOf } from './signs.js'

const WITH_TAB = /^([\t ]*)(\S{1,9})\t+[ ]*(\S.*)$/
const BULLETED = /^([\t ]*)([•·▪◦‣●○■□–])[ \u00a0]+(\S.*)$/
const NUMBERED = /^([\t ]*)(\(?(?:\d{1,3}|[A-Za-z]{1,4})[.)])[ ]+(\S.*)$/

export function readPlain (text) {
  const lines = clean(text).split('\n')
  const entries = []
  let open = new Line()
  let level = 0
  const end = () => {
    for (const content of open.paragraphs()) entries.push({ node: nodes.paragraph.create(null, content), level })
    open = new Line()
    level = 0
  }
  lines.forEach((line, at) => {
    const item = itemOf(line, lines[at - 1], lines[at + 1])
    if (item || !line.trim()) end()
    if (item) {
      const words = new Line()
      words.add(item.words, [], true)
      entries.push({ node: nodes.paragraph.create(null, words.paragraphs()[0]), level: item.level, sign: item.sign })
    } else if (line.trim()) {
      if (open.pieces.length) open.breakLine([])
      open.add(line, [], true)
    }
  })
  end()
  return { blocks: outlined(entries), notes: new Map() }
}

function itemOf (line, before, after) {
  const [whole, indent, written, words] = WITH_TAB.exec(line) || BULLETED.exec(line) || []
  if (whole) {
    const sign = signOf(written)
    if (!sign.words || sign.readings) return { sign, words, level: levelOf(indent) }
  }
  return counted(line) && (countsOn(line, after) || countsOn(before, line)) ? counted(line) : null
}

function counted (line) {
  const [whole, indent, written, words] = NUMBERED.exec(line || '') || []
  const sign = whole && signOf(written)
  return sign?.readings ? { sign, words, level: levelOf(indent) } : null
}

// Whether the second line has the number after that of the first: only then is a typed number taken for that of a list.
function countsOn (first, second) {
  const [one, other] = [counted(first), counted(second)]
  return one && other && one.level === other.level &&
    one.sign.readings.some(({ style, number }) => other.sign.readings.some((next) => next.style === style && next.number === number + 1))
}

function levelOf (indent) {
  return 1 + [...indent].filter((sign) => sign === '\t').length + Math.floor([...indent].filter((sign) => sign === ' ').length / 3)
}
