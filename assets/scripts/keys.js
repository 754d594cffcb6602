// <form data-save-key>: Ctrl+S and Ctrl+Enter (Command on a Mac) press the form's first submit button.

export function saveByKeyboard (page) {
  page.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
    if (event.key !== 'Enter' && event.key.toLowerCase() !== 's') return
    const form = formFor(page, event.target)
    if (!form) return
    event.preventDefault()
    form.requestSubmit(form.querySelector('button:not([type]), button[type="submit"]'))
  })
}

function formFor (page, target) {
  const around = target.closest('form')
  if (around) return around.matches('[data-save-key]') ? around : null
  // Outside of a form the keys mean the page's form only when there is just one.
  const forms = page.querySelectorAll('form[data-save-key]')
  return forms.length === 1 ? forms[0] : null
}
