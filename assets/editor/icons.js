// The signs of the toolbar, 20 pixels square, each beside words that are read aloud.

const SVG = 'http://www.w3.org/2000/svg'
const LINE = { fill: 'none', stroke: 'currentColor', 'stroke-width': '2' }
const SHAPES = {
  bullets: [
    ['path', { d: 'M8 4.5h11M8 10h11M8 15.5h11', ...LINE }],
    ...[4.5, 10, 15.5].map((cy) => ['circle', { cx: '3', cy: String(cy), r: '1.8' }])
  ],
  numbers: [['path', { d: 'M2 2.6l1.6-1V7.6M1.2 12.6c1.4-1.4 4-.8 2.9 1.2L1.4 18h3.4M8 4.5h11M8 15.5h11', ...LINE, 'stroke-width': '1.8' }]],
  more: [['path', { d: 'M5 7.5l5 5 5-5', ...LINE }]],
  undo: [['path', { d: 'M7 3L3 7l4 4M3.5 7H12a4.6 4.6 0 010 9.4H7', ...LINE }]],
  redo: [['path', { d: 'M13 3l4 4-4 4M16.5 7H8a4.6 4.6 0 000 9.4h5', ...LINE }]]
}

export function icon (name) {
  const svg = document.createElementNS(SVG, 'svg')
  const about = { class: 'app-tool__icon', viewBox: '0 0 20 20', 'aria-hidden': 'true', focusable: 'false' }
  for (const [key, value] of Object.entries(about)) svg.setAttribute(key, value)
  for (const [tag, attributes] of SHAPES[name]) {
    const shape = document.createElementNS(SVG, tag)
    for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value)
    svg.append(shape)
  }
  return svg
}
