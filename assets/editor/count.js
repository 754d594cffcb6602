// The length against the limit of the question while somebody writes: <textarea data-words="300"> or data-characters.

import { element } from './elements.js'
import { words } from './words.js'

// A function that shows how long a document is; null where nothing limits it. The page may say where: [data-count-for].
export function counter (field, below) {
  const unit = ['words', 'characters'].find((each) => field.dataset[each])
  if (!unit) return null
  const limit = Number(field.dataset[unit])
  const shown = document.querySelector(`[data-count-for="${field.id}"]`) || element('p', { class: 'app-count' })
  if (!shown.isConnected) below.after(shown)
  return (doc) => shown.replaceChildren(...said(lengthOf(doc, unit), limit, unit), bar(lengthOf(doc, unit), limit))
}

export function lengthOf (doc, unit) {
  const text = words(doc)
  return unit === 'words' ? (text.match(/\S+/gu) || []).length : [...text].length
}

function said (length, limit, unit) {
  const [one, many] = [length, limit].map((number) => number.toLocaleString('en-GB'))
  if (length <= limit) return [element('strong', {}, one), ` of ${many} ${unit}`]
  const over = length - limit
  return [element('strong', {}, `${over.toLocaleString('en-GB')} ${over === 1 ? unit.slice(0, -1) : unit} over`), ` the limit of ${many}`]
}

function bar (length, limit) {
  return element('meter', { min: '0', max: String(limit), value: String(Math.min(length, limit)), 'aria-hidden': 'true' })
}
