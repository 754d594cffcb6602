// The signs before the items of pasted lists: which kind of list each belongs to, and which number it is.

import { label, ofLetters, ofRoman } from '../labels.js'
import { STYLES } from '../schema.js'

const LABEL = /^(\(?)(\d{1,6}|[A-Za-z]{1,8})([.)])$/
const BULLET = /^([^\p{L}\p{N}\s]|[o§qvüØnwlà])$/u
const BY_CSS = {
  decimal: '1', 'lower-alpha': 'a', 'lower-latin': 'a', 'upper-alpha': 'A', 'upper-latin': 'A', 'lower-roman': 'i', 'upper-roman': 'I'
}

// A sign as it was written: { bullet }, or what it may count: { readings: [{ style, number }] }, or { words } as typed.
export function signOf (written) {
  const text = written.replace(/[\s\u00a0]+/g, ' ').trim()
  const [whole, opens, counted, closes] = LABEL.exec(text) || []
  if (whole && (opens === '' || closes === ')')) {
    const readings = readingsOf(counted).map(({ kind, number }) => ({ style: `${opens}${kind}${closes}`, number }))
    const known = readings.filter(({ style }) => STYLES.includes(style))
    if (known.length) return { readings: known, words: text }
  }
  return text === '' || BULLET.test(text) ? { bullet: true } : { words: text }
}

// What a letter or number may be, the likelier first: a lone letter is a letter but i, several are a Roman number.
function readingsOf (counted) {
  if (/^\d/.test(counted)) return [{ kind: '1', number: Number(counted) }]
  const lower = counted.toLowerCase()
  const [letter, roman] = lower === counted ? ['a', 'i'] : ['A', 'I']
  if (lower !== counted && counted.toUpperCase() !== counted) return []
  const readings = [{ kind: letter, number: ofLetters(lower) }, { kind: roman, number: ofRoman(lower) }]
  if (lower === 'i' || lower.length > 1) readings.reverse()
  return readings.filter(({ number }) => number !== null)
}

// The sign of an item of <ol>: what the list counts with, and between which signs.
export function countedSign (css, type, pattern, number) {
  const kind = BY_CSS[css] || (/^[1aAiI]$/.test(type || '') ? type : '1')
  const style = (pattern || '%1.').replace('%1', kind)
  if (STYLES.includes(style)) return { readings: [{ style, number }] }
  return { words: label(style, number) }
}
