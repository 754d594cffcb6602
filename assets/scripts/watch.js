// <div data-watch>: a part of the page that changes by itself, such as how far a file is read. It is asked for again
// every second, then more rarely; once the page leads elsewhere, the browser goes there.

const SOON = 1000
const LATER = 5000
const MANY = 60

export function watchProgress (page) {
  const part = page.querySelector('[data-watch]')
  if (part) setTimeout(look, SOON, part, 1)
}

async function look (part, times) {
  try {
    const answer = await fetch(location.href, { credentials: 'same-origin' })
    if (answer.redirected) {
      location.assign(answer.url)
      return
    }
    const seen = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-watch]')
    if (!seen) {
      location.reload()
      return
    }
    // Only what changed is spoken: the same words again would be read out every second.
    if (seen.textContent !== part.textContent) part.replaceChildren(...seen.childNodes)
  } catch {
    // The network is away: the next look tells.
  }
  setTimeout(look, times < MANY ? SOON : LATER, part, times + 1)
}
