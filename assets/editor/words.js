// What a reader sees of a text: a line for each line of a paragraph, an item's label before its words, cells parted by tabs.

import { label, numbersOf } from './labels.js'

export function words (doc) {
  const numbers = noteNumbers(doc)
  const lines = []
  doc.forEach((block) => { if (block.type.name !== 'footnote_def') blockWords(block, numbers, lines) })
  for (const [number, note] of notesInOrder(doc, numbers)) {
    const [first, ...rest] = insideWords(note, numbers)
    lines.push(`[${number}] ${first}`.trim(), ...rest)
  }
  return lines.join('\n')
}

// The number that a reader sees for each label: the order in which the text refers to them, then those it does not.
export function noteNumbers (doc) {
  const numbers = new Map()
  const count = (label) => { if (!numbers.has(label)) numbers.set(label, numbers.size + 1) }
  doc.descendants((node) => { if (node.type.name === 'footnote_ref') count(node.attrs.label) })
  doc.forEach((node) => { if (node.type.name === 'footnote_def') count(node.attrs.label) })
  return numbers
}

function notesInOrder (doc, numbers) {
  const notes = []
  doc.forEach((node) => { if (node.type.name === 'footnote_def') notes.push([numbers.get(node.attrs.label), node]) })
  return notes.sort(([one], [other]) => one - other)
}

const WALKS = {
  bullet_list: (list, numbers, lines) => listWords(list, () => '•', numbers, lines),
  ordered_list: (list, numbers, lines) => {
    const counted = numbersOf(list)
    listWords(list, (at) => label(list.attrs.style, counted[at]), numbers, lines)
  },
  table: (table, numbers, lines) => table.forEach((row) => lines.push(rowWords(row, numbers))),
  blockquote: (quote, numbers, lines) => quote.forEach((block) => blockWords(block, numbers, lines))
}

function blockWords (block, numbers, lines) {
  const walk = WALKS[block.type.name]
  if (walk) walk(block, numbers, lines)
  else lines.push(...inlineWords(block, numbers).split('\n'))
}

function listWords (list, labelAt, numbers, lines) {
  list.forEach((item, _, at) => {
    const [first, ...rest] = insideWords(item, numbers)
    lines.push(`${labelAt(at)} ${first}`.trim(), ...rest)
  })
}

function insideWords (node, numbers) {
  const lines = []
  node.forEach((block) => blockWords(block, numbers, lines))
  return lines
}

function rowWords (row, numbers) {
  const cells = []
  row.forEach((cell) => cells.push(insideWords(cell, numbers).join(' ')))
  return cells.join('\t')
}

function inlineWords (block, numbers) {
  let text = ''
  block.forEach((node) => {
    if (node.isText) text += node.text
    else text += node.type.name === 'footnote_ref' ? `[${numbers.get(node.attrs.label)}]` : '\n'
  })
  return text
}
