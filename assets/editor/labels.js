// What stands before the items of a numbered list: '3.', '(b)', 'iv)'.

const ROMAN = [
  [1000, 'm'], [900, 'cm'], [500, 'd'], [400, 'cd'], [100, 'c'], [90, 'xc'], [50, 'l'], [40, 'xl'], [10, 'x'], [9, 'ix'], [5, 'v'],
  [4, 'iv'], [1, 'i']
]
const LONGEST_LETTERS = 3
const RANGES = { 1: [0, 999_999], a: [1, 18_278], A: [1, 18_278], i: [1, 3_999], I: [1, 3_999] }

export const kindOf = (style) => style.replace(/[().]/g, '')

export function hasLabel (style, number) {
  const [first, last] = RANGES[kindOf(style)]
  return Number.isInteger(number) && first <= number && number <= last
}

export function label (style, number) {
  const kind = kindOf(style)
  if (kind === '1') return style.replace('1', number)
  const counted = kind.toLowerCase() === 'i' ? roman(number) : letters(number)
  return style.replace(kind, kind === kind.toUpperCase() ? counted.toUpperCase() : counted)
}

// The numbers of the items of a list, in order.
export function numbersOf (list) {
  const numbers = []
  let number = list.attrs.order - 1
  list.forEach((item) => {
    number = item.attrs.value === null ? number + 1 : item.attrs.value
    numbers.push(number)
  })
  return numbers
}

// The number that somebody means who types '7', 'c' or 'iv' in a list that counts so; null for none.
export function numberOf (typed, kind) {
  const text = typed.replace(/[().\s]/g, '').toLowerCase()
  if (/^\d{1,6}$/.test(text)) return kind === '1' || Number(text) > 0 ? Number(text) : null
  if (kind === '1' || text === '') return null
  return kind.toLowerCase() === 'i' ? ofRoman(text) : ofLetters(text)
}

export function ofRoman (text) {
  let number = 0
  let rest = text
  for (const [worth, sign] of ROMAN) {
    while (rest.startsWith(sign)) {
      number += worth
      rest = rest.slice(sign.length)
    }
  }
  return rest === '' && number > 0 && roman(number) === text ? number : null
}

export function ofLetters (text) {
  if (!/^[a-z]+$/.test(text) || text.length > LONGEST_LETTERS) return null
  return [...text].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 96, 0)
}

function letters (number) {
  return number <= 26 ? String.fromCharCode(96 + number) : letters(Math.floor((number - 1) / 26)) + String.fromCharCode(97 + (number - 1) % 26)
}

function roman (number) {
  let counted = ''
  for (const [worth, sign] of ROMAN) {
    counted += sign.repeat(Math.floor(number / worth))
    number %= worth
  }
  return counted
}
