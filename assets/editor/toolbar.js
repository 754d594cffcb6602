// The toolbar: one stop of the keyboard, moved through with the arrows; Escape leads back to the text.

import { chainCommands, lift, setBlockType, wrapIn } from 'prosemirror-commands'
import { redo, undo } from 'prosemirror-history'
import { element } from './elements.js'
import { insertFootnote, jump, noteAround } from './footnotes.js'
import { icon } from './icons.js'
import { depthOf, itemNumber, liftItem, listAround, setNumber, toggleList } from './lists.js'
import { linkable, linkAround, removeLink, setLink } from './links.js'
import { hasMark, toggle } from './marking.js'
import { Popups } from './popups.js'
import { marks, MOST_NESTED, nodes, STYLES } from './schema.js'
import { insertTable, isInTable, TABLE_ACTS } from './tables.js'

const LOOKS = { text: 'Text', heading: 'Heading', smaller: 'Smaller heading', quote: 'Quotation' }
const KINDS = {
  '1.': '1. 2. 3.', '1)': '1) 2) 3)', '(1)': '(1) (2) (3)', 'a)': 'a) b) c)', '(a)': '(a) (b) (c)', 'A.': 'A. B. C.', 'i)': 'i) ii) iii)',
  '(i)': '(i) (ii) (iii)'
}
const WRONG_ADDRESS = 'Enter a web address, like https://www.example.org, or an email address'

export class Toolbar {
  constructor (shell, textId) {
    this.popups = new Popups(shell)
    this.dom = element('div', { class: 'app-tools', role: 'toolbar', 'aria-label': 'Format', 'aria-controls': textId })
    this.watched = []
    this.addLooks(textId)
    this.addMarks()
    this.addLists()
    this.addThings()
    this.addHistory()
    this.items = [...this.dom.querySelectorAll('select, button')]
    this.items.forEach((item, at) => { item.tabIndex = at === 0 ? 0 : -1 })
    this.dom.addEventListener('keydown', (event) => this.move(event))
    this.dom.addEventListener('focusin', (event) => this.stopAt(event.target))
  }

  connect (view) {
    this.view = view
    this.update(view.state)
  }

  run (command) {
    command(this.view.state, this.view.dispatch, this.view)
    this.view.focus()
  }

  dispatch (tr) {
    if (tr) this.view.dispatch(tr.scrollIntoView())
    this.view.focus()
  }

  // Drawing

  group (...items) {
    this.dom.append(element('span', { class: 'app-tools__group' }, ...items))
  }

  tool (words, sign, act, about = {}) {
    const button = element('button', { type: 'button', class: 'app-tool', title: words, ...about.attributes })
    if (sign) {
      const shown = typeof sign === 'string' ? element('span', { 'aria-hidden': 'true', class: 'app-tool__sign' }) : sign
      if (typeof sign === 'string') shown.innerHTML = sign
      button.append(shown, element('span', { class: 'govuk-visually-hidden' }, words.replace(/, .*/, '')))
    } else {
      button.removeAttribute('title')
      button.append(words)
    }
    // The text keeps its selection when a tool is pressed.
    button.addEventListener('mousedown', (event) => event.preventDefault())
    button.addEventListener('click', () => { if (button.getAttribute('aria-disabled') !== 'true') act(button) })
    this.watched.push({ button, ...about })
    return button
  }

  addLooks (textId) {
    const id = `${textId}-look`
    this.looks = element('select', { class: 'app-tools__style', id, form: '', autocomplete: 'off' })
    for (const [value, words] of Object.entries(LOOKS)) this.looks.append(element('option', { value }, words))
    this.looks.addEventListener('change', () => this.run(looking(this.looks.value)))
    this.dom.append(element('label', { class: 'govuk-visually-hidden', for: id }, 'Style of the paragraph'), this.looks)
  }

  addMarks () {
    const mark = (words, sign, type) => this.tool(words, sign, () => this.run(toggle(type)), {
      pressed: (state) => hasMark(state, type), may: toggle(type)
    })
    this.group(
      mark('Bold, Ctrl + B', '<b>B</b>', marks.strong), mark('Italic, Ctrl + I', '<i>I</i>', marks.em),
      mark('Raised', 'x<sup>2</sup>', marks.superscript), mark('Lowered', 'x<sub>2</sub>', marks.subscript)
    )
  }

  addLists () {
    const list = (words, sign, type) => this.tool(words, icon(sign), () => this.run(toggleList(type)), {
      pressed: (state) => listAround(state)?.node.type === type, may: toggleList(type)
    })
    this.group(
      list('Bullet list', 'bullets', nodes.bullet_list), list('Numbered list', 'numbers', nodes.ordered_list),
      this.tool('Kind of numbers', icon('more'), (button) => this.chooseKind(button), {
        attributes: { 'aria-haspopup': 'menu', 'aria-expanded': 'false', class: 'app-tool app-tool--narrow' },
        may: toggleList(nodes.ordered_list, { style: '1.' })
      })
    )
  }

  addThings () {
    this.group(
      this.tool('Table', null, (button) => this.table(button), {
        attributes: { 'aria-expanded': 'false' }, may: (state) => isInTable(state) || insertTable(state)
      }),
      this.tool('Link', null, (button) => this.link(button), {
        attributes: { 'aria-haspopup': 'dialog', 'aria-expanded': 'false', 'aria-keyshortcuts': 'Control+K' },
        pressed: (state) => linkAround(state) !== null
      }),
      this.footnote = this.tool('Footnote', null, () => this.run(chainCommands(jump, insertFootnote)), {
        may: chainCommands(jump, insertFootnote)
      })
    )
  }

  addHistory () {
    this.group(
      this.tool('Undo, Ctrl + Z', icon('undo'), () => this.run(undo), { may: undo }),
      this.tool('Redo, Ctrl + Y', icon('redo'), () => this.run(redo), { may: redo })
    )
  }

  // What the page puts at the end of the bar, such as a link to the versions.
  end (...parts) {
    if (parts.length) this.dom.append(element('span', { class: 'app-tools__end' }, ...parts))
  }

  // Small forms and menus

  chooseKind (button) {
    const current = listAround(this.view.state)?.node.attrs.style
    const acts = STYLES.map((style) => [
      KINDS[style] || style, () => this.run(toggleList(nodes.ordered_list, { style })), style === current
    ])
    const number = itemNumber(this.view.state)
    acts.push(['Set number', number === null ? null : () => this.number(button)])
    this.popups.menu(button, 'Kind of numbers', acts)
  }

  number (button) {
    const fields = [{ name: 'number', label: 'Number or letter of this item', value: String(itemNumber(this.view.state)), hint: 'The items after it count on.' }]
    this.popups.form(button, 'Set number', fields, (typed) => {
      if (!setNumber(typed)(this.view.state)) return 'Enter a number or a letter that this list can have, like 4 or c'
      this.run(setNumber(typed))
      return null
    })
  }

  table (button) {
    if (!isInTable(this.view.state)) return this.run(insertTable)
    const acts = TABLE_ACTS.map(([words, act]) => [words, act(this.view.state) ? () => this.run(act) : null])
    this.popups.menu(button, 'Table', acts)
  }

  link (button) {
    const { state } = this.view
    const around = linkAround(state)
    const fields = [{ name: 'address', label: 'Web or email address', value: around?.href || '' }]
    if (!around && state.selection.empty) fields.unshift({ name: 'words', label: 'Words of the link', value: '' })
    const save = (...typed) => {
      const href = linkable(typed.at(-1))
      if (!href) return WRONG_ADDRESS
      this.dispatch(setLink(this.view.state, href, typed.length > 1 && typed[0].trim()))
      return null
    }
    this.popups.form(button, 'Link', fields, save, around ? [['Remove link', () => this.dispatch(removeLink(this.view.state))]] : [])
  }

  openLink () {
    this.link(this.items.find((item) => item.textContent === 'Link'))
    return true
  }

  // Moving

  move (event) {
    const items = this.items
    const at = items.indexOf(event.target)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: items.length - 1 }[event.key]
    if (event.key === 'Escape') this.view.focus()
    if (event.key === 'ArrowDown' && event.target.getAttribute('aria-haspopup') === 'menu') event.target.click()
    else if (to === undefined || at < 0) return
    else items[(to + items.length) % items.length].focus()
    event.preventDefault()
  }

  stopAt (item) {
    if (!this.items.includes(item)) return
    for (const each of this.items) each.tabIndex = each === item ? 0 : -1
  }

  focus () {
    this.items.find((item) => item.tabIndex === 0).focus()
    return true
  }

  // What the tools say of the place in the text

  update (state) {
    for (const { button, pressed, may } of this.watched) {
      if (pressed) set(button, 'aria-pressed', String(pressed(state)))
      if (may) set(button, 'aria-disabled', may(state) ? null : 'true')
    }
    const look = lookOf(state)
    if (this.looks.value !== look) this.looks.value = look
    const words = noteAround(state) ? 'Back to the text' : 'Footnote'
    if (this.footnote.textContent !== words) this.footnote.textContent = words
    const table = this.watched.find(({ button }) => button.textContent === 'Table').button
    set(table, 'aria-haspopup', isInTable(state) ? 'menu' : null)
  }
}

function set (element, name, value) {
  if (value === null) element.removeAttribute(name)
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value)
}

function lookOf ({ selection: { $from } }) {
  if ($from.parent.type === nodes.heading) return $from.parent.attrs.level > 2 ? 'smaller' : 'heading'
  for (let depth = $from.depth; depth > 0; depth--) if ($from.node(depth).type === nodes.blockquote) return 'quote'
  return 'text'
}

// A heading stands in no list: an item leaves its list for it.
function looking (look) {
  return (state, dispatch, view) => {
    if (look === 'quote') return lookOf(state) === 'quote' || quote(state, dispatch, view)
    if (lookOf(state) === 'quote') lift(view.state, view.dispatch)
    if (look === 'text') return setBlockType(nodes.paragraph)(view.state, view.dispatch)
    const heading = setBlockType(nodes.heading, { level: look === 'heading' ? 2 : 3 })
    while (!heading(view.state) && liftItem(view.state, view.dispatch));
    return heading(view.state, view.dispatch)
  }
}

function quote (state, dispatch, view) {
  setBlockType(nodes.paragraph)(state, dispatch)
  return depthOf(view.state) < MOST_NESTED && wrapIn(nodes.blockquote)(view.state, view.dispatch)
}
