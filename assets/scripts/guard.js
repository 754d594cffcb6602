// <form data-guard>: the browser asks before a page with unsaved changes is left.

export function guardUnsavedChanges (page) {
  const forms = [...page.querySelectorAll('form[data-guard]')]
  if (forms.length === 0) return
  // After an error the page holds what was typed, which is saved nowhere.
  const refused = page.querySelector('.govuk-error-summary') !== null
  let saving = false
  for (const form of forms) form.addEventListener('submit', () => { saving = true })
  // A page taken from the browser's store, after Back, is guarded again.
  window.addEventListener('pageshow', () => { saving = false })
  window.addEventListener('beforeunload', (event) => {
    if (!saving && (refused || forms.some(hasChanged))) event.preventDefault()
  })
}

function hasChanged (form) {
  return [...form.elements].some(fieldHasChanged)
}

function fieldHasChanged (field) {
  // What the editor that stands in the field's place says, also of a change that leaves the words alone.
  if (field.dataset.changed !== undefined) return true
  if (field.type === 'hidden' || field.disabled) return false
  if (field.type === 'checkbox' || field.type === 'radio') return field.checked !== field.defaultChecked
  if (field.tagName === 'SELECT') return selectHasChanged(field)
  return 'defaultValue' in field && field.value !== field.defaultValue
}

function selectHasChanged (select) {
  const options = [...select.options]
  // Without a marked option the browser shows the first.
  const marked = options.some((option) => option.defaultSelected)
  return options.some((option, at) => option.selected !== (marked ? option.defaultSelected : at === 0))
}
