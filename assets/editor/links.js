// Where a text may lead: what consult/texts/addresses.py lets a page open.

import { marks } from './schema.js'

const LONGEST = 2000
const LEGAL = /^([A-Za-z0-9._~:/?#@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+$/
const MAIL = /^mailto:[a-z0-9.!#$&'*+/=?^_`{|}~%-]+@[a-z0-9.-]+(\?.*)?$/i
const PAGE = /^https?:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{0,5})?([/?#].*)?$/i

// The address as it is stored; null for one that no page may lead to.
export function linkable (typed) {
  let address = typed.trim()
  if (/^www\./i.test(address)) address = `https://${address}`
  if (/^[^\s/:@]+@[^\s/:@]+\.[^\s/:@]+$/.test(address)) address = `mailto:${address}`
  address = address.replace(/[\s"<>\\^`{|}\u0080-\uffff]/gu, encodeURIComponent)
  const isRight = (MAIL.test(address) || PAGE.test(address)) && LEGAL.test(address) && address.split('#').length <= 2
  return isRight && address.length <= LONGEST ? address : null
}

// The whole link around the selection: where it begins and ends, and its address.
export function linkAround (state) {
  const { $from, from, to, empty } = state.selection
  const mark = marks.link.isInSet($from.marks()) || (!empty && marks.link.isInSet(state.doc.nodeAt(from)?.marks || []))
  if (!mark) return null
  let start = from
  let end = to
  const base = $from.start()
  $from.parent.forEach((node, offset) => {
    const [first, last] = [base + offset, base + offset + node.nodeSize]
    if (mark.isInSet(node.marks) && first <= end && last >= start) [start, end] = [Math.min(start, first), Math.max(end, last)]
  })
  return { from: start, to: end, href: mark.attrs.href }
}

export function setLink (state, href, words) {
  const around = linkAround(state)
  const { from, to, empty } = around || state.selection
  const mark = marks.link.create({ href })
  if (!around && empty) return state.tr.replaceSelectionWith(state.schema.text(words || href, [mark]), false)
  return state.tr.removeMark(from, to, marks.link).addMark(from, to, mark)
}

export function removeLink (state) {
  const around = linkAround(state)
  return around ? state.tr.removeMark(around.from, around.to, marks.link) : null
}
