// Footnotes: a reference in the text and a note at its end, which lead to each other.
//
// A note is told by its label, which nobody sees; the numbers follow the order in which the text refers to the notes.

import { Plugin, PluginKey, Selection, TextSelection } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'
import { nodes } from './schema.js'
import { noteNumbers } from './words.js'

export const NOTES = new PluginKey('footnotes')

export function insertFootnote (state, dispatch) {
  const { $from, $to } = state.selection
  if (noteAround(state) || !$from.parent.inlineContent || !$to.parent.inlineContent) return false
  if (dispatch) {
    const label = freeLabel(usedLabels(state.doc))
    const tr = state.tr.insert(state.selection.to, nodes.footnote_ref.create({ label }))
    const at = tr.doc.content.size - notesAfter(tr.doc, label)
    tr.insert(at, nodes.footnote_def.createAndFill({ label }))
    dispatch(tr.setSelection(TextSelection.create(tr.doc, at + 2)).scrollIntoView())
  }
  return true
}

// How much room the notes take that the text refers to after this one.
function notesAfter (doc, label) {
  const numbers = noteNumbers(doc)
  let room = 0
  doc.forEach((node) => {
    if (node.type === nodes.footnote_def && numbers.get(node.attrs.label) > numbers.get(label)) room += node.nodeSize
  })
  return room
}

export function noteAround (state) {
  const { $from } = state.selection
  const note = $from.depth > 0 && $from.node(1)
  return note && note.type === nodes.footnote_def ? { node: note, pos: $from.before(1) } : null
}

// From a note to where the text refers to it, from a chosen reference to its note.
export function jump (state, dispatch) {
  const note = noteAround(state)
  const chosen = state.selection.node
  if (note) return goTo(state, dispatch, referenceTo(state.doc, note.node.attrs.label), -1)
  if (chosen?.type === nodes.footnote_ref) return goTo(state, dispatch, noteOf(state.doc, chosen.attrs.label), 1)
  return false
}

function goTo (state, dispatch, pos, into) {
  if (pos === null) return false
  const selection = into > 0 ? Selection.near(state.doc.resolve(pos + 1), 1) : TextSelection.create(state.doc, pos + 1)
  if (dispatch) dispatch(state.tr.setSelection(selection).scrollIntoView())
  return true
}

function found (doc, type, label) {
  let at = null
  doc.descendants((node, pos) => {
    if (at === null && node.type === type && node.attrs.label === label) at = pos
    return at === null
  })
  return at
}

const referenceTo = (doc, label) => found(doc, nodes.footnote_ref, label)
const noteOf = (doc, label) => found(doc, nodes.footnote_def, label)

// Backspace at the beginning of a note: an empty one goes with what refers to it, any other stays.
export function removeEmptyNote (state, dispatch) {
  const note = noteAround(state)
  const { $from, empty } = state.selection
  if (!note || !empty || $from.pos !== note.pos + 2) return false
  if (note.node.textContent !== '' || note.node.childCount > 1) return true
  if (dispatch) {
    const from = referenceTo(state.doc, note.node.attrs.label)
    const tr = state.tr.delete(note.pos, note.pos + note.node.nodeSize)
    dispatch(tr.setSelection(Selection.near(tr.doc.resolve(from ?? tr.doc.content.size), -1)).scrollIntoView())
  }
  return true
}

export function usedLabels (doc) {
  const labels = new Set()
  doc.descendants((node) => { if (node.type === nodes.footnote_ref || node.type === nodes.footnote_def) labels.add(node.attrs.label) })
  return labels
}

export function freeLabel (labels) {
  let number = 1
  while (labels.has(String(number))) number++
  return String(number)
}

// References and notes go together: who removes a note removes what refers to it, and a reference that comes without its
// note gets one. A note that nothing refers to stays, and is shown as such.
export function footnotes () {
  return new Plugin({
    key: NOTES,
    state: {
      init: (_, { doc }) => numbersShown(doc),
      apply: (tr, shown) => tr.docChanged ? numbersShown(tr.doc) : shown
    },
    props: {
      decorations: (state) => NOTES.getState(state),
      nodeViews: { footnote_ref: referenceView, footnote_def: noteView }
    },
    appendTransaction: (transactions, before, after) =>
      transactions.some((tr) => tr.docChanged) ? kept(transactions, before.doc, after) : null
  })
}

function kept (transactions, before, state) {
  const refs = []
  const notes = new Set()
  state.doc.descendants((node, pos) => {
    if (node.type === nodes.footnote_ref) refs.push({ pos, label: node.attrs.label })
    if (node.type === nodes.footnote_def) notes.add(node.attrs.label)
  })
  const loose = refs.filter(({ label }) => !notes.has(label))
  if (loose.length === 0) return null
  const brought = Object.assign({}, ...transactions.map((tr) => tr.getMeta(NOTES) || {}))
  const tr = state.tr
  for (const { pos, label } of loose.reverse()) {
    if (!brought[label] && noteOf(before, label) !== null) tr.delete(pos, pos + 1)
  }
  for (const label of new Set(loose.reverse().map((each) => each.label))) {
    if (!brought[label] && noteOf(before, label) !== null) continue
    const note = nodes.footnote_def.create({ label }, brought[label] || nodes.paragraph.create())
    tr.insert(tr.doc.content.size - notesAfter(tr.doc, label), note)
  }
  return tr.docChanged ? tr : null
}

function numbersShown (doc) {
  const numbers = noteNumbers(doc)
  const referred = new Set()
  const shown = []
  doc.descendants((node, pos) => {
    if (node.type === nodes.footnote_ref) referred.add(node.attrs.label)
    if (node.type === nodes.footnote_ref || node.type === nodes.footnote_def) {
      const number = String(numbers.get(node.attrs.label))
      const loose = node.type === nodes.footnote_def && !referred.has(node.attrs.label)
      shown.push(Decoration.node(pos, pos + node.nodeSize, { 'data-number': number, ...(loose && { 'data-loose': '' }) }, { number, loose }))
    }
  })
  return DecorationSet.create(doc, shown)
}

function shownBy (decorations) {
  const { number, loose } = decorations.map((each) => each.spec).find((spec) => spec.number) || { number: '', loose: false }
  return { number, loose }
}

function referenceView (node, view, getPos, decorations) {
  const dom = document.createElement('sup')
  dom.className = 'app-note-ref'
  dom.addEventListener('click', () => goTo(view.state, view.dispatch, noteOf(view.state.doc, node.attrs.label), 1))
  const draw = (drawn) => { dom.textContent = `[${shownBy(drawn).number}]` }
  draw(decorations)
  return {
    dom,
    update: (next, drawn) => {
      if (!next.sameMarkup(node)) return false
      draw(drawn)
      return true
    }
  }
}

function noteView (node, view, getPos, decorations) {
  const dom = document.createElement('div')
  const back = document.createElement('button')
  const contentDOM = document.createElement('div')
  const hint = document.createElement('span')
  dom.className = 'app-note'
  back.type = 'button'
  back.className = 'app-note__back'
  back.tabIndex = -1
  back.contentEditable = hint.contentEditable = 'false'
  back.addEventListener('click', () => {
    if (goTo(view.state, view.dispatch, referenceTo(view.state.doc, node.attrs.label), -1)) view.focus()
  })
  hint.className = 'app-note__hint'
  hint.textContent = 'Nothing in the text refers to this note.'
  dom.append(back, contentDOM, hint)
  const draw = (drawn) => {
    const { number, loose } = shownBy(drawn)
    if (back.textContent !== number) back.textContent = number
    back.setAttribute('aria-label', loose ? `Note ${number}` : `Note ${number}, back to the text`)
    hint.hidden = !loose
  }
  draw(decorations)
  return {
    dom,
    contentDOM,
    update: (next, drawn) => {
      if (next.type !== node.type || next.attrs.label !== node.attrs.label) return false
      draw(drawn)
      return true
    },
    stopEvent: (event) => back.contains(event.target),
    ignoreMutation: (mutation) => mutation.type !== 'selection' && !contentDOM.contains(mutation.target)
  }
}
