// The words of one pasted paragraph while they are read: white space as a browser shows it, and no empty ends.

import { nodes, schema } from '../schema.js'
import { clean } from './clean.js'

export class Line {
  constructor () {
    this.pieces = []
  }

  add (text, marks, asItStands) {
    const lines = asItStands ? clean(text).split('\n') : [clean(text).replace(/[ \t\n]+/g, ' ')]
    lines.forEach((line, at) => {
      if (at) this.breakLine(marks)
      this.addWords(line.replace(/\t/g, ' '), marks)
    })
  }

  addWords (words, marks) {
    const before = this.pieces.at(-1)
    if (before?.text && /[ \u00a0]$/.test(before.text)) words = words.replace(/^ +/, '')
    words = words.replace(/ +\u00a0[ \u00a0]*|\u00a0+ [ \u00a0]*|\u00a0{2,}/g, ' ')
    if (words) this.pieces.push({ text: words, marks })
  }

  breakLine (marks) {
    this.pieces.push({ isBreak: true, marks })
  }

  reference (label, marks) {
    this.pieces.push({ label, marks })
  }

  // The paragraphs that it makes: none without a word, and more where an empty line parts them. Words that are pasted
  // into a sentence keep the spaces at their ends.
  paragraphs (keepsEnds = false) {
    const made = [[]]
    let breaks = 0
    for (const piece of this.pieces) {
      if (piece.isBreak) breaks++
      else if (piece.text && !keepsEnds && piece.text.trim() === '' && (breaks || !made.at(-1).length)) continue
      else {
        if (breaks > 1 && made.at(-1).length) made.push([])
        else if (breaks && made.at(-1).length) made.at(-1).push({ isBreak: true, marks: [] })
        breaks = 0
        made.at(-1).push(piece)
      }
    }
    return made.map((pieces) => keepsEnds ? pieces : withoutEnds(pieces)).filter((pieces) => pieces.length).map((pieces) => pieces.map(nodeOf))
  }
}

function withoutEnds (pieces) {
  const kept = pieces.map((piece, at) => {
    if (!piece.text) return piece
    let text = piece.text
    if (at === 0 || pieces[at - 1].isBreak) text = text.replace(/^[\s\u00a0]+/, '')
    if (at === pieces.length - 1 || pieces[at + 1].isBreak) text = text.replace(ENDS_AFTER, '')
    return { ...piece, text }
  })
  const filled = kept.filter((piece) => piece.text !== '')
  return filled.length < pieces.length ? withoutEnds(filled) : filled
}

const ENDS_AFTER = /[\s\u00a0]+$/

function nodeOf ({ text, isBreak, label, marks }) {
  if (text) return schema.text(text, marks)
  return isBreak ? nodes.hard_break.create() : nodes.footnote_ref.create({ label }, null, marks)
}
