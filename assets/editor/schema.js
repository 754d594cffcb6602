// The schema of a text, shared with the server, and how each node and mark stands in the page.

import { Mark, Schema } from 'prosemirror-model'
import shared from '../../consult/texts/schema.json'
import { hasLabel, numbersOf } from './labels.js'

export const STYLES = ['1.', '1)', '(1)', 'a)', '(a)', 'A.', 'i)', '(i)']
export const MOST_NESTED = 9
export const MOST_COLUMNS = 63

const cellAttributes = ({ colspan, rowspan }) => ({
  ...(colspan !== 1 && { colspan: String(colspan) }),
  ...(rowspan !== 1 && { rowspan: String(rowspan) })
})
const spans = (cell) => ({ colspan: cell.colSpan || 1, rowspan: cell.rowSpan || 1 })

const NODES = {
  paragraph: { toDOM: () => ['p', 0], parseDOM: [{ tag: 'p' }] },
  heading: {
    toDOM: (node) => [`h${node.attrs.level}`, 0],
    parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: Math.max(level, 2) } }))
  },
  blockquote: { toDOM: () => ['blockquote', 0], parseDOM: [{ tag: 'blockquote' }] },
  bullet_list: { toDOM: () => ['ul', 0], parseDOM: [{ tag: 'ul' }] },
  ordered_list: {
    toDOM: ({ attrs }) => ['ol', { 'data-style': attrs.style, ...(attrs.order !== 1 && { start: String(attrs.order) }) }, 0],
    parseDOM: [{ tag: 'ol', getAttrs: (list) => ({ order: list.start, style: list.dataset.style || '1.' }) }]
  },
  list_item: {
    toDOM: ({ attrs }) => ['li', attrs.value === null ? {} : { value: String(attrs.value) }, 0],
    parseDOM: [{ tag: 'li', getAttrs: (item) => ({ value: item.hasAttribute('value') ? item.value : null }) }]
  },
  table: { toDOM: () => ['table', ['tbody', 0]], parseDOM: [{ tag: 'table' }] },
  table_row: { toDOM: () => ['tr', 0], parseDOM: [{ tag: 'tr' }] },
  table_cell: {
    toDOM: ({ attrs }) => ['td', cellAttributes(attrs), 0],
    parseDOM: [{ tag: 'td', getAttrs: spans }]
  },
  table_header: {
    toDOM: ({ attrs }) => ['th', cellAttributes(attrs), 0],
    parseDOM: [{ tag: 'th', getAttrs: spans }]
  },
  footnote_def: {
    toDOM: ({ attrs }) => ['div', { 'data-footnote': attrs.label }, 0],
    parseDOM: [{ tag: 'div[data-footnote]', getAttrs: (note) => ({ label: note.dataset.footnote }) }]
  },
  footnote_ref: {
    toDOM: ({ attrs }) => ['sup', { 'data-footnote-ref': attrs.label }, `[${attrs.label}]`],
    parseDOM: [{ tag: 'sup[data-footnote-ref]', priority: 60, getAttrs: (ref) => ({ label: ref.dataset.footnoteRef }) }]
  },
  hard_break: { toDOM: () => ['br'], parseDOM: [{ tag: 'br' }] }
}

const MARKS = {
  link: {
    toDOM: ({ attrs }) => ['a', { href: attrs.href, rel: 'noreferrer' }, 0],
    parseDOM: [{ tag: 'a[href]', getAttrs: (link) => ({ href: link.getAttribute('href') }) }]
  },
  em: { toDOM: () => ['em', 0], parseDOM: [{ tag: 'em' }, { tag: 'i' }] },
  strong: { toDOM: () => ['strong', 0], parseDOM: [{ tag: 'strong' }, { tag: 'b' }] },
  superscript: { toDOM: () => ['sup', 0], parseDOM: [{ tag: 'sup' }] },
  subscript: { toDOM: () => ['sub', 0], parseDOM: [{ tag: 'sub' }] }
}

function joined (specs, looks) {
  return Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, { ...spec, ...looks[name] }]))
}

export const schema = new Schema({ topNode: shared.topNode, nodes: joined(shared.nodes, NODES), marks: joined(shared.marks, MARKS) })

export const { nodes, marks } = schema

// The document of a tree; an error for what the server would refuse, too. In which order marks are named says nothing.
export function docOf (tree) {
  const doc = ordered(schema.nodeFromJSON(tree))
  doc.check()
  checkKinds(doc, 0)
  return doc
}

// What the schema cannot say: which headings, lists and cells there are, and how deep they may stand in each other.
function checkKinds (node, depth) {
  const isRight = !KINDS[node.type.name] || KINDS[node.type.name](node)
  if (!isRight || depth > MOST_NESTED) throw new RangeError(`A text holds no such ${node.type.name}`)
  const inside = node.type === nodes.blockquote || node.type === nodes.list_item ? depth + 1 : depth
  node.forEach((child) => checkKinds(child, inside))
}

const KINDS = {
  heading: ({ attrs: { level } }) => [1, 2, 3, 4, 5, 6].includes(level),
  ordered_list: (list) => STYLES.includes(list.attrs.style) && numbersOf(list).every((number) => hasLabel(list.attrs.style, number)),
  table: (table) => childrenOf(table).every((row) => {
    const spans = childrenOf(row).map((cell) => cell.attrs)
    return spans.every(({ colspan, rowspan }) => isCount(colspan, MOST_COLUMNS) && isCount(rowspan, table.childCount)) &&
      spans.reduce((sum, { colspan }) => sum + colspan, 0) <= MOST_COLUMNS
  })
}

const isCount = (number, most) => Number.isInteger(number) && number >= 1 && number <= most

export function childrenOf (node) {
  return Array.from({ length: node.childCount }, (_, at) => node.child(at))
}

function ordered (node) {
  const marks = Mark.setFrom(node.marks)
  if (node.isText || node.isLeaf) return node.mark(marks)
  return node.type.create(node.attrs, childrenOf(node).map(ordered), marks)
}

