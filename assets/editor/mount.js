// <textarea data-editor data-tree="...">: the editor stands in the place of the text box and sends the tree of the text
// beside it, as a field of the same name and '_tree'. Where anything fails while it opens, the text box stays.
//
// data-tree is the document as JSON, without the shape that is stored beside it; a text box without words needs none.
// data-words="300" or data-characters="2000" has the length shown below the editor, or in what has data-count-for and the
// id of the text box. What has data-editor-end and that id stands at the end of the toolbar.

import { gapCursor } from 'prosemirror-gapcursor'
import { history } from 'prosemirror-history'
import { EditorState, Plugin } from 'prosemirror-state'
import { tableEditing } from 'prosemirror-tables'
import { EditorView } from 'prosemirror-view'
import { counter } from './count.js'
import { element } from './elements.js'
import { footnotes } from './footnotes.js'
import { beginnings, keys, leaving } from './keys.js'
import { pasting } from './paste/paste.js'
import { docOf, nodes } from './schema.js'
import { firstRowsHead } from './tables.js'
import { Toolbar } from './toolbar.js'
import { words } from './words.js'

const PAUSE_IN_MILLISECONDS = 200
const HELP = 'Press Alt and F10 for the tools. Tab moves in lists and tables; press Escape before Tab to leave the text.'

export function mountEditors (page) {
  for (const field of page.querySelectorAll('textarea[data-editor]')) {
    try {
      new Editor(field).stand()
    } catch (fault) {
      console.warn('The editor did not open: the text box stays.', fault)
    }
  }
}

class Editor {
  constructor (field) {
    this.field = field
    this.id = field.id
    this.first = this.given = given(field)
    this.words = field.defaultValue
    const kept = field.dataset.keptTree
    const doc = kept ? docOf(JSON.parse(kept)) : this.given
    this.shell = element('div', { class: 'app-editor' })
    this.toolbar = new Toolbar(this.shell, this.id)
    const text = element('div', this.attributes())
    this.shell.append(this.toolbar.dom, text, element('p', { class: 'govuk-visually-hidden', id: `${this.id}-keys` }, HELP))
    this.view = new EditorView({ mount: text }, {
      state: EditorState.create({ doc, plugins: this.plugins() }),
      attributes: this.attributes(),
      dispatchTransaction: (tr) => this.apply(tr)
    })
    this.toolbar.connect(this.view)
  }

  plugins () {
    const toTools = () => this.toolbar.focus()
    return [
      new Plugin({ props: leaving() }), beginnings, ...keys({ 'Alt-F10': toTools, 'Mod-k': () => this.toolbar.openLink() }), gapCursor(),
      tableEditing(), pasting(), firstRowsHead, footnotes(), history()
    ]
  }

  // The label, the hint and the error of the text box are those of the editor.
  attributes () {
    const label = this.label()
    const described = [this.field.getAttribute('aria-describedby'), `${this.id}-keys`].filter(Boolean).join(' ')
    return {
      id: this.id,
      class: 'app-text app-editor__text',
      role: 'textbox',
      'aria-multiline': 'true',
      'aria-labelledby': label.id,
      'aria-describedby': described,
      ...(this.field.classList.contains('govuk-textarea--error') && { 'aria-invalid': 'true' }),
      spellcheck: 'true'
    }
  }

  label () {
    const label = document.querySelector(`label[for="${this.id}"]`)
    if (!label) throw new Error(`The text box ${this.id} has no label`)
    label.id ||= `${this.id}-label`
    return label
  }

  // Last of all, when nothing can fail any more, the editor takes the place of the text box.
  stand () {
    const { field, view } = this
    this.tree = element('input', { type: 'hidden', name: `${field.name}_tree` })
    this.label().addEventListener('click', () => view.focus())
    this.toolbar.end(...document.querySelectorAll(`[data-editor-end="${this.id}"]`))
    field.id = `${this.id}-plain`
    field.hidden = true
    field.after(this.shell, this.tree)
    this.count = counter(field, this.shell)
    this.send()
    if (this.count) this.count(view.state.doc)
    field.addEventListener('discard', () => this.reset())
    field.addEventListener('kept', (event) => this.keptAs(event.detail))
    field.form?.addEventListener('formdata', (event) => this.complete(event.formData))
    for (const event of ['pagehide', 'beforeunload']) window.addEventListener(event, () => this.send(), { capture: true })
    view.dom.addEventListener('blur', () => this.send())
  }

  apply (tr) {
    const { view } = this
    view.updateState(view.state.apply(tr))
    this.toolbar.update(view.state)
    if (!tr.docChanged || !this.tree) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.send(), PAUSE_IN_MILLISECONDS)
  }

  // The text box holds the words, for what keeps and guards typed text, and for a server that cannot read the tree.
  send () {
    clearTimeout(this.timer)
    const { doc } = this.view.state
    if (doc === this.sent) return
    const isFirst = this.sent === undefined
    this.sent = doc
    this.tree.value = JSON.stringify(doc)
    const isChanged = !doc.eq(this.given)
    this.field.toggleAttribute('data-changed', isChanged)
    this.field.value = isChanged ? words(doc) : this.words
    if (this.count) this.count(doc)
    if (!isFirst) this.field.dispatchEvent(new Event('input', { bubbles: true }))
  }

  complete (data) {
    this.send()
    data.set(this.field.name, this.field.value)
    data.set(this.tree.name, this.tree.value)
  }

  // The server keeps these words now, though they are not saved: a change is what is typed after them.
  keptAs (text) {
    if (text !== this.field.value || this.view.state.doc !== this.sent) return
    this.given = this.sent
    this.words = text
    this.field.removeAttribute('data-changed')
  }

  reset () {
    const { state } = this.view
    this.view.dispatch(state.tr.replaceWith(0, state.doc.content.size, this.first.content))
    this.send()
    this.view.focus()
  }
}

// The stored text. Typed text that came back without its tree is only in the text box, which stays then.
function given (field) {
  if (field.value !== field.defaultValue && !field.dataset.keptTree) throw new Error('The text box holds words of its own')
  if (field.dataset.tree) return docOf(JSON.parse(field.dataset.tree))
  if (field.defaultValue.trim() !== '') throw new Error('The page brings no tree of the text')
  return nodes.doc.createAndFill()
}
