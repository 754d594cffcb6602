// A table that is wider than the page scrolls by itself, so the keyboard must be able to reach it. So do the links to the
// pages of a response on a telephone: the one that is marked is brought into sight.

const TABLES = '.app-text table'

export function reachWideTables (page) {
  const sizes = new ResizeObserver((seen) => {
    for (const { target } of seen) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0
      else target.removeAttribute('tabindex')
    }
  })
  for (const table of page.querySelectorAll(TABLES)) sizes.observe(table)
}

export function showWhereWeAre (page) {
  const here = page.querySelector('.app-sub [aria-current]')
  const list = here?.closest('ul')
  if (list && here.offsetLeft + here.offsetWidth > list.clientWidth) list.scrollLeft = here.offsetLeft - list.clientWidth / 2
}
