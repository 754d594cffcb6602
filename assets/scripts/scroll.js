// A table that is wider than the page scrolls by itself, so the keyboard must be able to reach it.

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
