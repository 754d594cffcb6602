// The bar at the bottom of a page (macros/bar.html): it speaks, and it covers nothing that the keyboard reaches.

const PAUSE_IN_MILLISECONDS = 250
const ROOM = 10

// <span data-told> in a status: what was done by the press before. A screen reader speaks what changes in a status, not
// what stands there when the page is opened, so once the page is read the same words are put in anew. Nothing moves.
export function sayWhatWasDone (page) {
  for (const words of page.querySelectorAll('[data-told]')) {
    setTimeout(() => words.replaceChildren(words.textContent), PAUSE_IN_MILLISECONDS)
  }
}

// The styles keep what takes the focus from being hidden by the bar; here what is hidden in part is brought out.
export function keepFocusAboveBar (page) {
  page.addEventListener('keydown', (event) => {
    if (event.key === 'Tab') requestAnimationFrame(() => bringOut(page.activeElement, page.querySelector('.app-bar')))
  })
}

function bringOut (focused, bar) {
  if (!focused || !bar || bar.contains(focused) || getComputedStyle(bar).position !== 'sticky') return
  const [part, edge] = [focused.getBoundingClientRect(), bar.getBoundingClientRect()]
  const hidden = part.bottom - edge.top
  // What is higher than the room above the bar keeps its beginning in sight.
  if (hidden > 0 && part.top < edge.bottom) window.scrollBy(0, Math.min(hidden, part.top) + ROOM)
}
