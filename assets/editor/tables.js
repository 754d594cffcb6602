// Tables: the first row holds the headings, and every cell is one column wide and one row high.

import { Plugin, TextSelection } from 'prosemirror-state'
import {
  addColumnAfter, addColumnBefore, addRowAfter, addRowBefore, deleteColumn, deleteRow, deleteTable, goToNextCell, isInTable, selectedRect
} from 'prosemirror-tables'
import { nodes } from './schema.js'

export { isInTable }

const SIZE = 3

export function insertTable (state, dispatch) {
  const { $from } = state.selection
  if (isInTable(state) || $from.node(1)?.type === nodes.footnote_def) return false
  if (dispatch) {
    const row = (type) => nodes.table_row.create(null, Array.from({ length: SIZE }, () => type.createAndFill()))
    const rows = Array.from({ length: SIZE }, (_, at) => row(at === 0 ? nodes.table_header : nodes.table_cell))
    const tr = state.tr.replaceSelectionWith(nodes.table.create(null, rows))
    dispatch(intoTable(tr, state.selection.from).scrollIntoView())
  }
  return true
}

function intoTable (tr, from) {
  let first = null
  tr.doc.nodesBetween(Math.max(0, from - 2), tr.doc.content.size, (node, pos) => {
    if (first === null && node.type === nodes.table && pos >= from - 2) first = pos
    return first === null
  })
  const end = first + tr.doc.nodeAt(first).nodeSize
  const after = tr.doc.resolve(end)
  // Somebody goes on to write below the table.
  if (!after.nodeAfter?.isTextblock) tr.insert(end, nodes.paragraph.create())
  return tr.setSelection(TextSelection.near(tr.doc.resolve(first + 3)))
}

const inFirstRow = (state) => selectedRect(state).top === 0

// What the menu of a table offers: its words, and whether and how it is done.
export const TABLE_ACTS = [
  ['Add row above', (state, dispatch) => !inFirstRow(state) && addRowBefore(state, dispatch)],
  ['Add row below', addRowAfter],
  ['Add column before', addColumnBefore],
  ['Add column after', addColumnAfter],
  ['Remove row', (state, dispatch) => selectedRect(state).map.height > 1 && deleteRow(state, dispatch)],
  ['Remove column', (state, dispatch) => selectedRect(state).map.width > 1 && deleteColumn(state, dispatch)],
  ['Remove table', deleteTable]
]

// Tab goes on to the next cell, and from the last one into a new row.
export function nextCell (state, dispatch, view) {
  if (!isInTable(state)) return false
  if (goToNextCell(1)(state, dispatch)) return true
  if (!addRowAfter(state, dispatch)) return false
  return goToNextCell(1)(view.state, dispatch)
}

export function cellBefore (state, dispatch) {
  return isInTable(state) && goToNextCell(-1)(state, dispatch)
}

// The first row is the row of headings whatever was put above it or taken away.
export const firstRowsHead = new Plugin({
  appendTransaction (transactions, _, state) {
    if (!transactions.some((tr) => tr.docChanged)) return null
    const tr = state.tr
    state.doc.descendants((node, pos) => {
      if (node.type === nodes.table) headFirstRow(tr, node, pos)
      return !node.isTextblock && node.type !== nodes.table
    })
    return tr.docChanged ? tr : null
  }
})

function headFirstRow (tr, table, pos) {
  table.forEach((row, offset, at) => {
    const type = at === 0 ? nodes.table_header : nodes.table_cell
    row.forEach((cell, inside) => {
      if (cell.type !== type) tr.setNodeMarkup(pos + 1 + offset + 1 + inside, type, cell.attrs)
    })
  })
}
