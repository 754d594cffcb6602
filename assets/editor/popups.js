// What opens under the toolbar: menus, and small forms that belong to no form of the page.

import { element } from './elements.js'

export class Popups {
  constructor (shell) {
    this.shell = shell
    this.open = null
    document.addEventListener('pointerdown', (event) => {
      if (this.open && !this.open.dom.contains(event.target) && !this.open.button.contains(event.target)) this.close()
    })
  }

  // Acts are [words, act, chosen]; an act without a function cannot be done now.
  menu (button, name, acts) {
    const menu = element('div', { class: 'app-popup app-menu', role: 'menu', 'aria-label': name })
    for (const [words, act, chosen] of acts) menu.append(this.item(words, act, chosen))
    menu.addEventListener('keydown', (event) => this.moveInMenu(event, menu))
    this.show(button, menu)
    const chosen = menu.querySelector('[aria-checked="true"]') || menu.querySelector('[role^="menuitem"]')
    chosen.focus()
  }

  item (words, act, chosen) {
    const role = chosen === undefined ? 'menuitem' : 'menuitemradio'
    const item = element('button', { type: 'button', class: 'app-menu__item', role, tabindex: '-1' }, words)
    if (chosen !== undefined) item.setAttribute('aria-checked', String(chosen))
    if (!act) item.setAttribute('aria-disabled', 'true')
    item.addEventListener('click', () => {
      if (!act) return
      this.close()
      act()
    })
    return item
  }

  moveInMenu (event, menu) {
    const items = [...menu.children]
    const at = items.indexOf(document.activeElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key]
    if (event.key === 'Tab') this.close()
    if (to === undefined) return
    event.preventDefault()
    items[(to + items.length) % items.length].focus()
  }

  // Fields are { name, label, value, hint }; `save` gives back the words of what is wrong, or nothing.
  form (button, name, fields, save, more = []) {
    const form = element('div', { class: 'app-popup app-popup--form', role: 'dialog', 'aria-label': name })
    const inputs = fields.map((field) => this.field(form, field))
    const wrong = element('p', { class: 'govuk-error-message', role: 'alert', hidden: '' })
    const send = () => {
      const message = save(...inputs.map((input) => input.value))
      wrong.textContent = message || ''
      wrong.hidden = !message
      if (message) inputs.at(-1).focus()
      else this.close()
    }
    form.prepend(wrong)
    form.append(this.buttons([['Save', send], ...more.map(([words, act]) => [words, () => { this.close(); act() }]), ['Cancel', () => this.leave()]]))
    form.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.target.tagName !== 'INPUT') return
      event.preventDefault()
      event.stopPropagation()
      send()
    })
    this.show(button, form)
    inputs[0].focus()
    inputs[0].select()
  }

  field (form, { name, label, value, hint }) {
    const id = `app-popup-${name}`
    // Without a form of its own it would be sent with the page's, and guarded as one of its fields.
    const input = element('input', { class: 'govuk-input', id, type: 'text', form: '', autocomplete: 'off', spellcheck: 'false' })
    input.value = value
    form.append(element('label', { class: 'govuk-label', for: id }, label))
    if (hint) {
      form.append(element('p', { class: 'govuk-hint', id: `${id}-hint` }, hint))
      input.setAttribute('aria-describedby', `${id}-hint`)
    }
    form.append(input)
    return input
  }

  buttons (acts) {
    const row = element('div', { class: 'app-popup__buttons' })
    for (const [words, act] of acts) {
      const button = element('button', { type: 'button', class: 'govuk-button govuk-button--secondary' }, words)
      button.addEventListener('click', act)
      row.append(button)
    }
    return row
  }

  show (button, dom) {
    this.close()
    this.open = { button, dom }
    button.setAttribute('aria-expanded', 'true')
    dom.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      event.stopPropagation()
      this.leave()
    })
    this.shell.append(dom)
    this.place(button, dom)
  }

  place (button, dom) {
    const shell = this.shell.getBoundingClientRect()
    const under = button.getBoundingClientRect()
    const left = Math.min(under.left - shell.left, shell.width - dom.offsetWidth - 4)
    dom.style.top = `${under.bottom - shell.top}px`
    dom.style.left = `${Math.max(4, left)}px`
  }

  leave () {
    const { button } = this.open
    this.close()
    button.focus()
  }

  close () {
    if (!this.open) return
    this.open.button.setAttribute('aria-expanded', 'false')
    this.open.dom.remove()
    this.open = null
  }
}
