// Bold, italic, raised and lowered words.

import { toggleMark } from 'prosemirror-commands'

// Words of which some have the mark get it, too; it goes when all have it.
export const toggle = (type) => toggleMark(type, null, { removeWhenPresent: false })

// Whether all of the chosen words have the mark, or the next typed ones will.
export function hasMark (state, type) {
  const { from, to, empty, $from } = state.selection
  if (empty) return Boolean(type.isInSet(state.storedMarks || $from.marks()))
  let [some, all] = [false, true]
  state.doc.nodesBetween(from, to, (node) => {
    if (!node.isText) return
    some = true
    all = all && Boolean(type.isInSet(node.marks))
  })
  return some && all
}
