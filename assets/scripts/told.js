// <p role="status" data-told>: what was done by the press before. A screen reader speaks what changes in a status, not
// what stands there when the page is opened, so once the page is read the same words are put in anew. Nothing moves.

const PAUSE_IN_MILLISECONDS = 250

export function sayWhatWasDone (page) {
  for (const words of page.querySelectorAll('[data-told] > span')) {
    setTimeout(() => words.replaceChildren(words.textContent), PAUSE_IN_MILLISECONDS)
  }
}
