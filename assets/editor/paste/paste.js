// What is pasted becomes part of the text: with its lists, tables, links and footnotes, without the look of elsewhere.

import { Fragment, Slice } from 'prosemirror-model'
import { Plugin } from 'prosemirror-state'
import { freeLabel, NOTES, usedLabels } from '../footnotes.js'
import { linkable } from '../links.js'
import { marks, nodes } from '../schema.js'
import { readPlain } from './plain.js'
import { readPage } from './reader.js'
import { unstyled } from './styles.js'

export function pasting () {
  return new Plugin({
    props: {
      handleDOMEvents: { paste: (view, event) => take(view, event) },
      handlePaste: (view, event, slice, notes = new Map()) => insert(view, slice, notes),
      transformPastedHTML: unstyled,
      clipboardTextParser: (text) => sliceOf(readPlain(text).blocks)
    }
  })
}

function take (view, event) {
  const html = event.clipboardData?.getData('text/html') || ''
  const text = event.clipboardData?.getData('text/plain') || ''
  // Our own text goes the way of the editor.
  if (html.includes('data-pm-slice') || (!html && !text)) return false
  event.preventDefault()
  if (!html && linked(view, text)) return true
  const { blocks, notes } = html ? readPage(html) : readPlain(text)
  const slice = sliceOf(blocks)
  // Cells that are pasted into cells are taken by those, anything else by this module.
  view.someProp('handlePaste', (handle) => handle(view, event, slice, notes))
  return true
}

// An address pasted over words makes them a link; alone it is a link to itself.
function linked (view, text) {
  const href = /^\S+$/.test(text.trim()) && /^(https?:|mailto:|www\.)/i.test(text.trim()) && linkable(text)
  const { from, to, empty, $from } = view.state.selection
  if (!href || (empty && !$from.parent.inlineContent)) return false
  const mark = marks.link.create({ href })
  const tr = empty ? view.state.tr.replaceSelectionWith(view.state.schema.text(text.trim(), [mark]), false) : view.state.tr.addMark(from, to, mark)
  view.dispatch(tr.removeStoredMark(marks.link).scrollIntoView())
  return true
}

// Words at the ends join those around them; a list, a table or a heading stays what it is.
function sliceOf (blocks) {
  const isOpen = (block) => block?.type === nodes.paragraph ? 1 : 0
  return new Slice(Fragment.from(blocks), isOpen(blocks[0]), isOpen(blocks.at(-1)))
}

// Labels that the text has already are others' notes: the pasted ones get new labels.
function insert (view, slice, notes) {
  if (slice.size === 0) return true
  const used = usedLabels(view.state.doc)
  const names = new Map()
  const brought = {}
  for (const [label, paragraphs] of notes) {
    names.set(label, freeLabel(used))
    used.add(names.get(label))
    brought[names.get(label)] = paragraphs
  }
  const content = mapped(slice.content, (node) => {
    const label = node.type === nodes.footnote_ref && names.get(node.attrs.label)
    return label ? nodes.footnote_ref.create({ label }, null, node.marks) : node
  })
  const tr = view.state.tr.replaceSelection(new Slice(content, slice.openStart, slice.openEnd)).setMeta(NOTES, brought)
  view.dispatch(tr.setMeta('paste', true).scrollIntoView())
  return true
}

function mapped (fragment, change) {
  const changed = []
  fragment.forEach((node) => changed.push(change(node.isLeaf ? node : node.copy(mapped(node.content, change)))))
  return Fragment.from(changed)
}
