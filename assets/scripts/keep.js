// <textarea data-keep="answer-12">: typed text is kept in this browser until the server has confirmed it. A form with
// data-keep-all="letter-2" keeps each of its textareas, as letter-2/ and the field's name. Those of every other form are
// kept under the address that the form is sent to.
//
// A session that ran out, a lost connection or a closed window then costs nobody their words. The page that comes after
// a good save holds an element with data-kept-clear="answer-12"; the page after signing out holds data-kept-clear="*".
// The kept text names the server's text that it began from: when that is no longer what the page shows, someone else
// has saved meanwhile, and the text is shown beside the field instead of put into it. Where an editor stands in the place
// of the field, the tree of the text is kept with its words: a change of a table or of bold words is kept, too.

const PREFIX = 'consult-kept:'
const DAYS_KEPT = 7
const PAUSE_IN_MILLISECONDS = 300

export function keepTypedText (page) {
  // After an error the page shows what was typed, which is saved nowhere yet.
  const refused = page.querySelector('.govuk-error-summary') !== null
  forgetConfirmed(page)
  forgetOld()
  for (const form of page.querySelectorAll('form[data-keep-all]')) {
    for (const field of form.querySelectorAll('textarea')) field.dataset.keep = `${form.dataset.keepAll}/${field.name}`
  }
  const person = page.body.dataset.person
  for (const form of person ? page.querySelectorAll('form[method="post"]') : []) {
    const { pathname } = new URL(form.getAttribute('action') || '', page.location)
    for (const field of form.querySelectorAll('textarea:not([data-keep])')) {
      field.dataset.keep = `${pathname}-${person}/${field.name}`
    }
  }
  for (const field of page.querySelectorAll('textarea[data-keep]')) {
    if (!refused) offerKept(field)
    watch(field, savedText(field, refused))
  }
}

function forgetConfirmed (page) {
  for (const element of page.querySelectorAll('[data-kept-clear]')) {
    const name = element.dataset.keptClear
    if (name === '*') allKept().forEach(remove)
    else allKept().filter((key) => `${key}/`.startsWith(`${PREFIX}${name}/`)).forEach(remove)
  }
}

function forgetOld () {
  const oldest = Date.now() - DAYS_KEPT * 24 * 60 * 60 * 1000
  for (const key of allKept()) {
    const kept = read(key)
    if (!kept || !(kept.at > oldest)) remove(key)
  }
}

function savedText (field, refused) {
  const kept = refused && read(PREFIX + field.dataset.keep)
  return kept ? kept.from : field.defaultValue
}

function watch (field, saved) {
  let timer
  // The server keeps this much now, though it is not saved (unsaved.js): what the page begins with the next time.
  field.addEventListener('kept', (event) => {
    saved = event.detail
    keep()
  })
  const keep = () => {
    clearTimeout(timer)
    const key = PREFIX + field.dataset.keep
    if (isSaved(field, saved)) remove(key)
    else write(key, { text: field.value, from: saved, at: Date.now(), ...treeOf(field) })
  }
  field.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(keep, PAUSE_IN_MILLISECONDS)
  })
  // Leaving the page must not lose the last words typed.
  window.addEventListener('pagehide', () => { if (!isSaved(field, saved)) keep() })
}

function isSaved (field, saved) {
  return field.value === saved && field.dataset.changed === undefined
}

function treeOf (field) {
  const tree = field.form?.elements[`${field.name}_tree`]
  return tree ? { tree: tree.value } : {}
}

function offerKept (field) {
  const key = PREFIX + field.dataset.keep
  const kept = read(key)
  if (!kept) return
  if (!kept.tree && sameText(kept.text, field.defaultValue)) return remove(key)
  if (sameText(kept.from, field.defaultValue)) {
    field.value = kept.text
    if (kept.tree) field.dataset.keptTree = kept.tree
    showNote(field, 'We have put back text you typed earlier that was not saved.', 'Discard it', () => {
      field.value = field.defaultValue
      field.dispatchEvent(new Event('discard'))
      remove(key)
    })
  } else {
    const note = 'You typed this text earlier and it was not saved. The saved text has changed since.'
    showNote(field, note, 'Discard it', () => remove(key), kept.text)
  }
}

// A form sends line ends as CR LF and a page shows them as LF: the words are the same.
function sameText (one, other) {
  return one.replaceAll('\r\n', '\n').trim() === other.replaceAll('\r\n', '\n').trim()
}

function showNote (field, words, action, act, text) {
  const note = element('div', 'app-kept-text')
  note.setAttribute('role', 'status')
  note.append(element('p', 'govuk-body', words))
  if (text) note.append(element('p', 'govuk-body app-kept-text__text', text))
  const button = element('button', 'govuk-button govuk-button--secondary', action)
  button.type = 'button'
  button.addEventListener('click', () => {
    act()
    note.remove()
    field.focus()
  })
  note.append(button)
  field.before(note)
}

function element (tag, classes, text = '') {
  const made = document.createElement(tag)
  made.className = classes
  made.textContent = text
  return made
}

// A browser may forbid or fill its store. Keeping text is a help, and its absence must not break the page.
function allKept () {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))
  } catch {
    return []
  }
}

function read (key) {
  try {
    return JSON.parse(localStorage.getItem(key))
  } catch {
    return null
  }
}

function write (key, kept) {
  try {
    localStorage.setItem(key, JSON.stringify(kept))
  } catch {
    // The store is full or forbidden: the page's guard still asks before it is left.
  }
}

function remove (key) {
  try {
    localStorage.removeItem(key)
  } catch {
    // Nothing was kept.
  }
}
