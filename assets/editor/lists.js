// Lists: begin and end one, change its kind, nest its items, and give an item a number of its own.

import { liftListItem, sinkListItem, splitListItem, wrapInList } from 'prosemirror-schema-list'
import { AllSelection, TextSelection } from 'prosemirror-state'
import { kindOf, numberOf, numbersOf } from './labels.js'
import { MOST_NESTED, nodes } from './schema.js'

const NEXT_STYLE = { 1: '(a)', a: '(i)', A: '(i)', i: '1)' }

// The innermost list around the selection's beginning: its node, its position, and the place of the item.
export function listAround (state) {
  const { $from } = state.selection
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth)
    if (node.type === nodes.bullet_list || node.type === nodes.ordered_list) {
      return { node, pos: $from.before(depth), index: $from.index(depth), item: $from.posAtIndex($from.index(depth), depth) }
    }
    if (node.type.spec.isolating) return null
  }
  return null
}

// The state with its text chosen in place of the whole document, whose notes are in no list.
function chosen (state) {
  if (!(state.selection instanceof AllSelection)) return state
  let end = 0
  state.doc.forEach((node, pos) => { if (node.type !== nodes.footnote_def) end = pos + node.nodeSize })
  return state.apply(state.tr.setSelection(TextSelection.between(state.doc.resolve(0), state.doc.resolve(end))))
}

// Make the paragraphs a list of this kind, make a list one of this kind, or end it when it is one already.
export function toggleList (type, attrs) {
  return (whole, dispatch) => {
    const state = chosen(whole)
    const around = listAround(state)
    if (!around) return depthOf(state) < MOST_NESTED && listed(state, type, attrs, dispatch)
    if (around.node.type === type && !attrs) return liftListItem(nodes.list_item)(state, dispatch)
    if (dispatch) {
      const order = type === nodes.ordered_list ? { style: '1.', order: around.node.attrs.order || 1, ...attrs } : null
      dispatch(state.tr.setNodeMarkup(around.pos, type, order))
    }
    return true
  }
}

// An item begins with a paragraph: headings become such.
function listed (state, type, attrs, dispatch) {
  const plain = plainer(state)
  return wrapInList(type, attrs)(plain.state, dispatch && ((tr) => {
    for (const step of tr.steps) plain.tr.step(step)
    dispatch(plain.tr.scrollIntoView())
  }))
}

function plainer (state) {
  const { tr } = state
  const { from, to } = state.selection
  state.doc.nodesBetween(from, to, (node, pos) => { if (node.type === nodes.heading) tr.setNodeMarkup(pos, nodes.paragraph) })
  return { tr, state: tr.docChanged ? state.apply(tr) : state }
}

export function splitItem (state, dispatch) {
  return splitListItem(nodes.list_item)(state, dispatch && ((tr) => dispatch(countOn(tr))))
}

// How many lists and quotations the selection's beginning stands in.
export function depthOf ({ selection: { $from } }) {
  let depth = 0
  for (let at = $from.depth; at > 0; at--) if ($from.node(at).type === nodes.list_item || $from.node(at).type === nodes.blockquote) depth++
  return depth
}

export function nestItem (state, dispatch) {
  const from = listAround(state)
  if (depthOf(state) >= MOST_NESTED) return false
  return sinkListItem(nodes.list_item)(state, dispatch && ((tr) => {
    const around = listAround({ selection: tr.selection })
    const isNew = around && around.node.childCount === 1 && around.node.type === nodes.ordered_list
    if (isNew) tr.setNodeMarkup(around.pos, null, { order: 1, style: NEXT_STYLE[kindOf(from.node.attrs.style)] })
    dispatch(countOn(tr))
  }))
}

export function liftItem (state, dispatch) {
  return liftListItem(nodes.list_item)(state, dispatch && ((tr) => dispatch(countOn(tr))))
}

// An item that has just come to its place counts on from the one before.
function countOn (tr) {
  const around = listAround({ selection: tr.selection })
  const item = around && tr.doc.nodeAt(around.item)
  if (item && item.attrs.value !== null) tr.setNodeMarkup(around.item, null, { value: null })
  return tr
}

// The number of the item in which the selection is; null outside numbered lists.
export function itemNumber (state) {
  const around = listAround(state)
  return around && around.node.type === nodes.ordered_list ? numbersOf(around.node)[around.index] : null
}

// Give the item the number that was typed; false when the list cannot count so.
export function setNumber (typed) {
  return (state, dispatch) => {
    const around = listAround(state)
    if (!around || around.node.type !== nodes.ordered_list) return false
    const number = numberOf(typed, kindOf(around.node.attrs.style))
    if (number === null) return false
    if (dispatch) dispatch(withNumber(state.tr, around, number))
    return true
  }
}

function withNumber (tr, { node, pos, index, item }, number) {
  if (index === 0) {
    tr.setNodeMarkup(pos, null, { ...node.attrs, order: number })
    return tr.setNodeMarkup(item, null, { value: null })
  }
  const next = numbersOf(node)[index - 1] + 1
  return tr.setNodeMarkup(item, null, { value: number === next ? null : number })
}
