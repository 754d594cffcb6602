// <form data-unsaved="/answers/12/unsaved">: what is typed is sent to be kept, for its author alone, a moment after the last
// key, and again when the page is left. While the network is away or the session over, keep.js keeps it in this browser,
// and it is sent once it can be. The same request says that the page is open, and hears who else has it open.

const PAUSE = 1500
const AGAIN = 5000

export function keepUnsaved (page) {
  const form = page.querySelector('form[data-unsaved]')
  if (form) new Keeping(page, form).begin()
}

class Keeping {
  constructor (page, form) {
    this.page = page
    this.form = form
    this.field = form.elements.text
    this.line = form.querySelector('[data-saved]')
    this.waits = false
    this.busy = false
    this.leaving = false
    this.awaySince = null
  }

  begin () {
    this.form.elements.window.value = name()
    this.form.addEventListener('input', (event) => { if (!event.target.matches('[name="note"]')) this.typed() })
    // What the browser had kept and put back is not on the server yet.
    if (this.field.value !== this.field.defaultValue) this.typed()
    this.form.addEventListener('submit', () => this.leave())
    // What is typed meanwhile must not be kept behind the page that asks. In another tab it opens beside this one.
    this.page.querySelector('[data-discard]')?.addEventListener('click', (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) this.leave()
    })
    window.addEventListener('pageshow', () => { this.leaving = false })
    window.addEventListener('online', () => this.send())
    this.page.addEventListener('visibilitychange', () => { if (this.waits || this.page.visibilityState === 'visible') this.send() })
    window.addEventListener('pagehide', () => { if (this.waits) this.send() })
    setInterval(() => { if (this.page.visibilityState === 'visible') this.send() }, AGAIN)
    this.send()
  }

  leave () {
    this.leaving = true
    clearTimeout(this.timer)
  }

  typed () {
    this.waits = true
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.send(), PAUSE)
  }

  async send () {
    if (this.busy || this.leaving || this.stopped) return
    this.busy = true
    clearTimeout(this.timer)
    const text = this.waits ? this.field.value : null
    this.waits = false
    try {
      const answer = await fetch(this.form.dataset.unsaved, { method: 'POST', body: this.body(text !== null), credentials: 'same-origin', keepalive: this.page.visibilityState === 'hidden' })
      await this.hear(answer, text)
    } catch {
      this.again(text)
      this.awaySince ??= new Date()
      this.tell(`No connection since ${clock(this.awaySince)}. What you write is kept on this device and sent when it is back.`, true)
    }
    this.busy = false
    // What was typed meanwhile; while the network is away or the session over, the next beat tries.
    if (this.waits && !this.awaySince && !this.out) this.typed()
  }

  // What the form would send now, but for the key that makes it count only once.
  body (withText) {
    const all = new FormData(this.form)
    const body = new FormData()
    for (const [field, value] of all) {
      const isText = field === 'text' || field === 'text_tree'
      if (['csrf_token', 'based_on', 'kept_n', 'window'].includes(field) || (isText && withText)) body.append(field, value)
    }
    return body
  }

  async hear (answer, text) {
    if (answer.status === 401) return this.signedOut(text)
    if (answer.status === 400) return this.anew(text)
    if (answer.status === 409) {
      this.tell('You write in this answer in another window, too. What you write here is kept on this device until you save it.', true)
      return
    }
    if (answer.status === 422) {
      const { why } = await answer.json()
      this.tell(`Not kept: ${why.join('. ')}`, true)
      return
    }
    if (answer.status === 403 || answer.status === 404) {
      this.tell('You can no longer write this answer. What you wrote is kept on this device. Copy it before you leave.', true)
      this.stopped = true
      return
    }
    if (!answer.ok) return this.again(text)
    const { n, at, here } = await answer.json()
    this.out = false
    if (text !== null) {
      this.form.elements.kept_n.value = n
      this.field.defaultValue = text
      this.field.dispatchEvent(new CustomEvent('kept', { detail: text }))
      if (!this.waits) this.tell(`Your changes of ${at} are kept, not saved yet`)
    } else if (this.awaySince) this.tell('Connected again')
    this.awaySince = null
    this.meet(here)
  }

  again (text) {
    if (text !== null) this.waits = true
  }

  signedOut (text) {
    this.again(text)
    this.out = true
    this.tell('You were signed out. Nothing is lost. ', true)
    // It leads home, not here: a second window of this answer would be another place to write it.
    if (this.line.querySelector('a')) return
    const link = this.page.createElement('a')
    Object.assign(link, { className: 'govuk-link', href: this.form.dataset.signIn, target: '_blank', rel: 'noopener', textContent: 'Sign in and save (opens in a new tab)' })
    this.line.append(link)
  }

  // Who signed in again has another token. A page of somebody else gets none.
  async anew (text) {
    this.again(text)
    const answer = await fetch(this.form.dataset.anew, { credentials: 'same-origin' })
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const token = page.querySelector('input[name="csrf_token"]')?.value
    if (!token || page.body.dataset.person === undefined) return this.signedOut(text)
    if (page.body.dataset.person !== this.page.body.dataset.person) {
      this.stopped = true
      this.tell('Somebody else signed in here. What you wrote is kept on this device, for you.', true)
      return
    }
    for (const field of this.page.querySelectorAll('input[name="csrf_token"]')) field.value = token
    this.waits = true
  }

  tell (words, important = false) {
    if (!this.line) return
    if (this.line.firstChild?.textContent === words) return
    this.line.textContent = words
    this.line.classList.toggle('app-bench__saved--important', important)
  }

  meet (here) {
    const place = this.page.querySelector('[data-here]')
    if (!place) return
    const words = here.length ? `${listed(here)} ${here.length === 1 ? 'is' : 'are'} also here` : ''
    const names = place.querySelector('[data-names]')
    if (here.length && names.textContent !== words) names.textContent = words
    place.hidden = here.length === 0
  }
}

function listed (names) {
  return [names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' and ')
}

function clock (moment) {
  return moment.toLocaleTimeString('en-GB', { hour: 'numeric', minute: '2-digit', hour12: true }).replace(' ', '')
}

// crypto.randomUUID is there on secure addresses only.
function name () {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
