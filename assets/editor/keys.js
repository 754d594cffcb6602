// What keys do, and what typed signs begin: '1. ', '(a) ' and '- ' a list. Backspace takes such a beginning back.

import {
  baseKeymap, chainCommands, exitCode, createParagraphNear, liftEmptyBlock, splitBlock, toggleMark
} from 'prosemirror-commands'
import { redo, undo } from 'prosemirror-history'
import { InputRule, inputRules, undoInputRule, wrappingInputRule } from 'prosemirror-inputrules'
import { keymap } from 'prosemirror-keymap'
import { jump, noteAround, removeEmptyNote } from './footnotes.js'
import { kindOf, numberOf, numbersOf } from './labels.js'
import { liftItem, nestItem, splitItem } from './lists.js'
import { toggle } from './marking.js'
import { marks, nodes } from './schema.js'
import { cellBefore, nextCell } from './tables.js'

const BULLETS = /^\s*([-*•–])\s$/
// Of letters only the first begins a list: "C. Smith" is a name.
const NUMBERS = [
  ['1.', /^(\d{1,2})\.\s$/], ['1)', /^(\d{1,2})\)\s$/], ['(1)', /^\((\d{1,2})\)\s$/], ['a)', /^(a)\)\s$/], ['(a)', /^\((a)\)\s$/],
  ['A.', /^(A)\.\s$/], ['i)', /^(i)\)\s$/], ['(i)', /^\((i)\)\s$/]
]

export const beginnings = inputRules({
  rules: [
    wrappingInputRule(BULLETS, nodes.bullet_list),
    wrappingInputRule(/^>\s$/, nodes.blockquote),
    ...NUMBERS.map(([style, sign]) => wrappingInputRule(
      sign, nodes.ordered_list, (match) => ({ style, order: startOf(style, match) }),
      (match, before) => before.attrs.style === style && numbersOf(before).at(-1) + 1 === startOf(style, match)
    )),
    new InputRule(/(?:^|\s)(https:\/\/[^\s<>"]+|www\.[^\s<>"]+\.[^\s<>"]+)\s$/, linkAddress)
  ]
})

function startOf (style, match) {
  return numberOf(match[1], kindOf(style))
}

// A typed address is a link, whole, once a space follows; a full stop at its end belongs to the sentence.
function linkAddress (state, match, start, end) {
  const address = match[1].replace(/[.,;:!?'’)\]]+$/, '')
  const from = start + match[0].indexOf(match[1])
  const to = from + address.length
  if (to <= from || state.doc.rangeHasMark(from, to, marks.link)) return null
  const href = address.startsWith('www.') ? `https://${address}` : address
  return state.tr.insertText(match[0].slice(-1), end).addMark(from, to, marks.link.create({ href })).removeStoredMark(marks.link)
}

function lineBreak (state, dispatch) {
  if (dispatch) dispatch(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView())
  return true
}

// A note is made of paragraphs and stays where it is.
const enterInNote = (state, dispatch) => noteAround(state) !== null && splitBlock(state, dispatch)

// Escape lets the next Tab leave the text, which otherwise nests items and moves between cells.
export function leaving () {
  let leaves = false
  return {
    handleKeyDown (view, event) {
      if (event.key === 'Tab' && leaves) {
        leaves = false
        return false
      }
      if (event.key === 'Escape' || !['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) leaves = event.key === 'Escape'
      return event.key === 'Tab' && tab(view, event)
    }
  }
}

function tab (view, event) {
  const act = event.shiftKey ? chainCommands(cellBefore, liftItem) : chainCommands(nextCell, nestItem)
  if (event.ctrlKey || event.altKey || event.metaKey || !act(view.state, view.dispatch, view)) return false
  event.preventDefault()
  return true
}

export function keys (more) {
  return [
    keymap({
      'Mod-b': toggle(marks.strong),
      'Mod-i': toggle(marks.em),
      'Mod-.': toggle(marks.superscript),
      'Mod-,': toggle(marks.subscript),
      'Mod-z': undo,
      'Mod-y': redo,
      'Mod-Shift-z': redo,
      Backspace: chainCommands(undoInputRule, removeEmptyNote),
      'Shift-Enter': lineBreak,
      Enter: chainCommands(jumpFromReference, enterInNote, splitItem, createParagraphNear, liftEmptyBlock, splitBlock),
      ...more
    }),
    keymap(baseKeymap)
  ]
}

const jumpFromReference = (state, dispatch) => state.selection.node !== undefined && jump(state, dispatch)
