// <form data-selection>: words selected in its lines become the text of the question, beside the lines they stand in.

const MOST = 1900

export function addFromSelection (page) {
  const form = page.querySelector('form[data-selection]')
  if (!form) return
  const hint = form.querySelector('[data-selection-hint]')
  page.addEventListener('selectionchange', () => { if (hint) hint.hidden = !selected(form).text })
  form.addEventListener('submit', () => {
    form.querySelector('input[name="text"]')?.remove()
    const { text, lines } = selected(form)
    if (!text) return
    for (const line of lines) {
      const box = line.querySelector('input[type="checkbox"]')
      if (box) box.checked = true
    }
    const field = document.createElement('input')
    Object.assign(field, { type: 'hidden', name: 'text', value: text })
    form.append(field)
  })
}

function selected (form) {
  const selection = window.getSelection()
  if (!selection.rangeCount || selection.isCollapsed) return { text: '', lines: [] }
  const range = selection.getRangeAt(0)
  const lines = [...form.querySelectorAll('[data-place]')].filter((line) => range.intersectsNode(line.querySelector('[data-words]')))
  // Labels and notes beside the words are no part of the question.
  const text = lines.map((line) => within(range, line.querySelector('[data-words]'))).join(' ').replace(/\s+/g, ' ').trim()
  return { text: text.slice(0, MOST), lines }
}

function within (range, words) {
  const part = document.createRange()
  part.selectNodeContents(words)
  if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0) part.setStart(range.startContainer, range.startOffset)
  if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(range.endContainer, range.endOffset)
  return part.toString()
}
