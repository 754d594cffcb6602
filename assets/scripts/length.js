// <p data-count data-limit="300" data-unit="words">: how long the text of its form is, while it is typed. A limit passed is
// told, and stops nobody.

const SOON = 200

export function countLength (page) {
  const told = page.querySelector('[data-count]')
  const form = told?.closest('form')
  if (!form) return
  let timer
  const count = () => tell(told, lengthOf(textIn(form), told.dataset.unit), Number(told.dataset.limit))
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(count, SOON)
  })
}

// The editor, where one stands in the text box's place, shows what is read; the text box what is typed.
function textIn (form) {
  const written = form.querySelector('[contenteditable="true"]')
  return written ? written.innerText : form.querySelector('textarea[name="text"]').value
}

function lengthOf (text, unit) {
  const seen = text.trim().replace(/\s+/g, ' ')
  if (unit === 'characters') return [...seen].length
  return seen ? seen.split(' ').length : 0
}

function tell (told, length, limit) {
  const over = length - limit
  const unit = over === 1 ? told.dataset.unit.replace(/s$/, '') : told.dataset.unit
  const words = over > 0
    ? `${over.toLocaleString('en-GB')} ${unit} over the limit of ${limit.toLocaleString('en-GB')}`
    : `${length.toLocaleString('en-GB')} of ${limit.toLocaleString('en-GB')} ${unit}`
  told.querySelector('[data-counted]').textContent = words
  told.classList.toggle('app-count--over', over > 0)
  told.querySelector('meter').value = length
}
