// The characters that a pasted text comes with: what separates is a space or a line end, what joins or is unseen goes.

const LINE_ENDS = /\r\n?|[\v\f\u0085\u2028\u2029]/g
const PARTING = /[\x1c-\x1f]| ?\u200b+ ?/g
const UNSEEN = /[\u00ad\u2060\ufeff\0-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]/g

export function clean (text) {
  return text.replace(LINE_ENDS, '\n').replace(PARTING, ' ').replace(UNSEEN, '')
}
