// <div data-tabs="answer">: a list of links to sections becomes tabs, of which each person's browser remembers the last one.
// An address that names something in a section opens it.

export function showTabs (page) {
  for (const box of page.querySelectorAll('[data-tabs]')) makeTabs(page, box)
}

// What sticks below the strip of a question is told how high the strip is.
export function tellStrip (page) {
  const strip = page.querySelector('[data-strip]')
  if (!strip) return
  const tell = () => page.documentElement.style.setProperty('--strip', `${strip.offsetHeight}px`)
  new ResizeObserver(tell).observe(strip)
}

function makeTabs (page, box) {
  const list = box.querySelector('ul')
  const tabs = [...list.querySelectorAll('a')]
  const key = `consult-tab:${box.dataset.tabs}-${page.body.dataset.person ?? ''}`
  const panel = (tab) => page.getElementById(tab.hash.slice(1))
  const choose = (chosen) => {
    for (const tab of tabs) {
      tab.setAttribute('aria-selected', tab === chosen)
      tab.tabIndex = tab === chosen ? 0 : -1
      panel(tab).hidden = tab !== chosen
    }
  }
  const press = (tab) => {
    choose(tab)
    remember(key, tab.hash)
  }
  const named = () => {
    const there = location.hash.length > 1 && page.getElementById(decodeURIComponent(location.hash.slice(1)))
    return there && tabs.find((tab) => panel(tab).contains(there))
  }
  list.setAttribute('role', 'tablist')
  list.setAttribute('aria-label', box.closest('[aria-label]')?.getAttribute('aria-label') ?? 'Sections')
  for (const tab of tabs) dress(tab, panel(tab))
  list.addEventListener('click', (event) => {
    const tab = event.target.closest('a')
    if (!tab) return
    event.preventDefault()
    press(tab)
  })
  list.addEventListener('keydown', (event) => {
    const at = tabs.indexOf(event.target.closest('a'))
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1, ' ': at }[event.key]
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    const next = tabs.at(to % tabs.length)
    press(next)
    next.focus()
  })
  // A link elsewhere on the page to something in a section that is hidden: shown first, so that there is something to go to.
  page.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]')
    const there = link && !tabs.includes(link) && page.getElementById(link.hash.slice(1))
    const tab = there && tabs.find((one) => panel(one).contains(there))
    if (tab) press(tab)
  })
  choose(named() || tabs.find((tab) => tab.hash === recall(key)) || tabs.find((tab) => 'first' in tab.dataset) || tabs[0])
  if (named()) page.getElementById(decodeURIComponent(location.hash.slice(1))).scrollIntoView()
}

function dress (tab, panel) {
  tab.parentElement.setAttribute('role', 'presentation')
  tab.id = `tab-${panel.id}`
  tab.setAttribute('role', 'tab')
  tab.setAttribute('aria-controls', panel.id)
  panel.setAttribute('role', 'tabpanel')
  panel.setAttribute('aria-labelledby', tab.id)
}

// A browser may forbid or fill its store; the tabs work without it.
function recall (key) {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function remember (key, hash) {
  try {
    localStorage.setItem(key, hash)
  } catch {
    // It opens on the first tab the next time.
  }
}
