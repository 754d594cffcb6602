// [data-review]: the questions of a set, one after the other by keys; [data-paper] scrolls along and shows where each stands.

const LINE = '.app-line-of[id]'
const MARKED = 'app-passage--marked'

export function reviewQuestions (page) {
  const list = page.querySelector('[data-review]')
  if (!list) return
  const paper = page.querySelector('[data-paper]')
  const lines = () => [...list.querySelectorAll(LINE)]
  if (lines().length) lines()[0].tabIndex = 0
  list.addEventListener('focusin', (event) => {
    const line = event.target.closest(LINE)
    if (!line) return
    for (const other of lines()) other.tabIndex = other === line ? 0 : -1
    if (paper) show(paper, Number(line.dataset.first), Number(line.dataset.last))
  })
  list.addEventListener('click', (event) => {
    if (!event.target.closest('a, button, summary, input')) event.target.closest(LINE)?.focus()
  })
  // Single letters act only while a question has the focus, so they are in nobody's way (WCAG 2.1.4).
  list.addEventListener('keydown', (event) => {
    const line = event.target.closest(LINE)
    if (!line || event.target.matches('input, textarea, select') || event.ctrlKey || event.metaKey || event.altKey) return
    if (act(event.key, line, lines(), page)) event.preventDefault()
  })
  const named = page.getElementById(window.location.hash.slice(1))
  if (named?.matches(LINE)) named.focus()
  if (paper) tickRanges(paper)
}

function act (key, line, lines, page) {
  const step = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[key]
  if (step) {
    lines[lines.indexOf(line) + step]?.focus()
    return true
  }
  if (key === 'u') return press(page.querySelector('form[data-undo]'))
  if (key === 'e' || key === 's') return press(line.querySelector(`a[data-key="${key}"]`))
  const form = { m: '/join', d: '/remove', a: '/accept' }[key]
  if (!form) return false
  return press(line.querySelector(`form[action$="${form}"]`) ?? (key === 'd' ? line.querySelector('form[action$="/put-back"]') : null))
}

function press (what) {
  if (!what) return false
  if (what.tagName === 'FORM') what.requestSubmit()
  else what.click()
  return true
}

function show (paper, first, last) {
  for (const marked of paper.querySelectorAll(`.${MARKED}`)) marked.classList.remove(MARKED)
  const passages = [...paper.querySelectorAll('[data-place]')].filter((each) => first && each.dataset.place >= first && each.dataset.place <= last)
  for (const passage of passages) passage.classList.add(MARKED)
  // Only where the paper scrolls by itself: on a narrow page it stands below, and nobody wants to be taken there.
  if (passages.length && paper.scrollHeight > paper.clientHeight) paper.scrollTop = passages[0].offsetTop - paper.clientHeight / 3
}

// With the shift key, all boxes between the last one ticked and this one follow it.
function tickRanges (paper) {
  let before = null
  paper.addEventListener('click', (event) => {
    if (!event.target.matches('input[type="checkbox"]')) return
    const boxes = [...paper.querySelectorAll('input[type="checkbox"]')]
    const here = boxes.indexOf(event.target)
    if (event.shiftKey && before !== null) {
      for (const box of boxes.slice(Math.min(before, here), Math.max(before, here) + 1)) box.checked = event.target.checked
    }
    before = here
  })
}
