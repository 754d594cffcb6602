// Footnotes of Word, LibreOffice and Google Docs: links that lead to a note and back.

const REFERENCES = [/^#_(ftn|edn)(\d+)$/, /^#sd(footnote|endnote)(\d+)sym$/, /^#(ftnt)(\d+)$/]
const BACK = [/^#_(ftn|edn)ref(\d+)$/, /^#sd(footnote|endnote)(\d+)anc$/, /^#(ftnt)_ref(\d+)$/]
const HOLDERS = '[data-style*="mso-element:footnote"], [data-style*="mso-element:endnote"], div[id^="sdfootnote"], div[id^="sdendnote"], div[id^="ftn"], div[id^="edn"]'

function keyOf (link, patterns) {
  const href = link.getAttribute('href') || ''
  const place = href.slice(Math.max(0, href.indexOf('#')))
  const found = patterns.map((pattern) => pattern.exec(place)).find(Boolean)
  return found ? `${found[1]}-${found[2]}` : null
}

export const referenceKey = (link) => keyOf(link, REFERENCES)

// Take the notes out of the pasted page: the element of each by its key, without the link back.
export function takeNotes (page) {
  const notes = new Map()
  for (const link of page.querySelectorAll('a[href]')) {
    const key = keyOf(link, BACK)
    const holder = key && (link.closest(HOLDERS) || link.closest('p, li, div'))
    if (!holder || notes.has(key)) continue
    link.remove()
    notes.set(key, holder)
  }
  for (const holder of notes.values()) holder.remove()
  return notes
}
