// <form data-save-key>: Ctrl+S (Command on a Mac) presses the form's first submit button, Ctrl+Enter the one that saves and
// goes on, where there is one. Alt+Page up and Alt+Page down follow the page's links to what comes before and after.

export function saveByKeyboard (page) {
  page.addEventListener('keydown', (event) => {
    if (event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey) return turn(page, event)
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
    if (event.key !== 'Enter' && event.key.toLowerCase() !== 's') return
    const form = formFor(page, event.target)
    if (!form) return
    event.preventDefault()
    const goesOn = event.key === 'Enter' && form.querySelector('button[name="then"]')
    form.requestSubmit(goesOn || form.querySelector('button:not([type]), button[type="submit"]'))
  })
}

function turn (page, event) {
  const way = { PageUp: 'prev', PageDown: 'next' }[event.key]
  const link = way && page.querySelector(`a[rel="${way}"]`)
  if (!link) return
  event.preventDefault()
  link.click()
}

function formFor (page, target) {
  const around = target.closest('form')
  if (around) return around.matches('[data-save-key]') ? around : null
  // Outside of a form the keys mean the page's form only when there is just one.
  const forms = page.querySelectorAll('form[data-save-key]')
  return forms.length === 1 ? forms[0] : null
}
