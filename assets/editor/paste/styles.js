// What a pasted element says of its words: by its name, and by its style, which programs write for every run of words.

import { marks } from '../schema.js'

const BY_NAME = {
  B: marks.strong, STRONG: marks.strong, I: marks.em, EM: marks.em, CITE: marks.em, SUP: marks.superscript, SUB: marks.subscript
}
const BY_ALIGNMENT = { super: marks.superscript, sub: marks.subscript }
const UNSEEN = new Set(['HEAD', 'STYLE', 'SCRIPT', 'META', 'LINK', 'TITLE', 'TEMPLATE', 'NOSCRIPT', 'DEL', 'BUTTON', 'SELECT', 'TEXTAREA', 'SVG', 'XML'])

// Styles and scripts under other names: the policy of the pages forbids them, and a browser would report each one.
export function unstyled (html) {
  const bare = html.replace(/<style[\s\S]*?<\/style\s*>/gi, '')
  return bare.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style|on\w+)\s*=/gi, ' data-$1='))
}

// The style as it is written. A browser keeps nothing of what only one program understands.
export function styleOf (element) {
  const style = {}
  for (const part of (element.getAttribute('data-style') || '').split(';')) {
    const at = part.indexOf(':')
    if (at > 0) style[part.slice(0, at).trim().toLowerCase()] = part.slice(at + 1).trim().toLowerCase()
  }
  return style
}

export function isUnseen (element, style) {
  return UNSEEN.has(element.nodeName.toUpperCase()) || style.display === 'none' || style['mso-hide'] === 'all' || style['mso-list'] === 'ignore' ||
    /comment/.test(style['mso-element'] || '') || element.classList.contains('EOP') || element.classList.contains('msocomanchor')
}

// The marks of what stands in the element, given those around it.
export function marksIn (element, style, around) {
  let found = around
  const named = BY_NAME[element.nodeName]
  if (named) found = named.create().addToSet(found)
  found = told(found, marks.strong, isBold(style['font-weight']))
  found = told(found, marks.em, isItalic(style['font-style']))
  const aligned = style['vertical-align']
  if (aligned === 'baseline') found = marks.superscript.removeFromSet(marks.subscript.removeFromSet(found))
  return BY_ALIGNMENT[aligned] ? BY_ALIGNMENT[aligned].create().addToSet(found) : found
}

function told (found, type, isSo) {
  if (isSo === undefined) return found
  return isSo ? type.create().addToSet(found) : type.removeFromSet(found)
}

function isBold (weight) {
  if (!weight || weight === 'inherit') return undefined
  return weight === 'bold' || weight === 'bolder' || Number.parseInt(weight, 10) >= 600
}

function isItalic (slant) {
  return slant && slant !== 'inherit' ? /italic|oblique/.test(slant) : undefined
}
