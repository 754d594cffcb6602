// A pasted table: cells that span several give their words once, and all rows are equally long.

import { Fragment } from 'prosemirror-model'
import { MOST_COLUMNS, marks, nodes } from '../schema.js'
import { paragraphsOf } from './outline.js'
import { styleOf } from './styles.js'

const HIGHEST = 1000

// The table, or the blocks in it where it only arranges them: one of a single cell, or with tables inside.
export function tableOf (element, read) {
  const rows = [...element.rows].filter((row) => row.cells.length && row.getAttribute('height') !== '0' && styleOf(row).display !== 'none')
  const cells = rows.flatMap((row) => [...row.cells])
  const arranges = element.getAttribute('role') === 'presentation' || element.querySelector('table') !== null
  const grid = placed(rows)
  const width = Math.max(0, ...grid.map((row) => row.length))
  if (arranges || cells.length <= 1 || width > MOST_COLUMNS) return cells.flatMap(read)
  return nodes.table.create(null, grid.map((row, at) => rowOf(row, width, at === 0 ? nodes.table_header : nodes.table_cell, read)))
}

function placed (rows) {
  const grid = rows.map(() => [])
  rows.forEach((row, down) => {
    let across = 0
    for (const cell of row.cells) {
      while (grid[down][across] !== undefined) across++
      for (let y = down; y < Math.min(rows.length, down + Math.min(cell.rowSpan || 1, HIGHEST)); y++) {
        for (let x = across; x < across + Math.min(cell.colSpan || 1, MOST_COLUMNS); x++) grid[y][x] = y === down && x === across ? cell : null
      }
    }
  })
  return grid
}

function rowOf (row, width, type, read) {
  return nodes.table_row.create(null, Array.from({ length: width }, (_, at) => {
    const paragraphs = paragraphsOf(row[at] ? read(row[at]) : [])
    return type.create(null, type === nodes.table_header ? paragraphs.map(plainer) : paragraphs)
  }))
}

// Headings are bold as they are.
function plainer (paragraph) {
  const words = []
  paragraph.forEach((node) => words.push(node.mark(marks.strong.removeFromSet(node.marks))))
  return paragraph.copy(Fragment.from(words))
}
