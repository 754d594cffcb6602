// Builds the styles and scripts of the pages into consult/static.
//
// Every file is named by its content (app-1a2b3c4d.css), so that a browser may keep it for ever; manifest.json says
// which file stands for which name. The folder holds built files only and is not kept in version control.

import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, parse } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, transform } from 'esbuild'
import { compile } from 'sass'

const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..')
const OUTPUT = join(PROJECT, 'consult', 'static')
const BROWSERS = ['chrome109', 'firefox115', 'safari16.4']

async function buildStyles (source) {
  // The packages are named from the project's root, as the Ministry of Justice sources name GOV.UK Frontend.
  const { css } = compile(join(PROJECT, source), { loadPaths: [PROJECT], quietDeps: true })
  const small = await transform(withoutPictures(css), { loader: 'css', minify: true, target: BROWSERS, legalComments: 'none' })
  refuseOutsideFiles(small.code)
  return small.code
}

function withoutPictures (css) {
  // The royal crest of the footer belongs to GOV.UK; the timeline's icon of a document would be one more file.
  return css.replace(/^\s*(-webkit-)?(background|mask)-image: url\([^)]*(govuk-crest|icon-document)\.svg[^)]*\);$/gm, '')
}

function refuseOutsideFiles (css) {
  // The Content-Security-Policy allows no fonts and no data: addresses, and GDS Transport is not ours to use.
  const found = css.match(/@font-face|@import|url\([^)]*\)|GDS Transport/)
  if (found) throw new Error(`The styles must not need other files, but hold ${found[0]}`)
}

async function buildScript (source) {
  const result = await build({
    entryPoints: [join(PROJECT, source)],
    bundle: true,
    format: 'esm',
    minify: true,
    target: BROWSERS,
    legalComments: 'none',
    write: false
  })
  return result.outputFiles[0].text
}

function write (name, content) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  const { name: stem, ext } = parse(name)
  writeFileSync(join(OUTPUT, `${stem}-${hash}${ext}`), content)
  return `${stem}-${hash}${ext}`
}

function writeManifest (manifest) {
  // Renamed into place: a page asked for meanwhile reads the old list or the new one, never half of one.
  const path = join(OUTPUT, 'manifest.json')
  writeFileSync(path + '.new', JSON.stringify(manifest, null, 2) + '\n')
  renameSync(path + '.new', path)
}

function removeOldFiles (manifest) {
  const wanted = new Set([...Object.values(manifest), 'manifest.json', '.gitkeep'])
  for (const name of readdirSync(OUTPUT)) {
    if (!wanted.has(name)) rmSync(join(OUTPUT, name))
  }
}

mkdirSync(OUTPUT, { recursive: true })
const manifest = {
  'icon.svg': write('icon.svg', readFileSync(join(PROJECT, 'assets/icon.svg'), 'utf8')),
  'app.css': write('app.css', await buildStyles('assets/app.scss')),
  'app.js': write('app.js', await buildScript('assets/app.js')),
  'editor.js': write('editor.js', await buildScript('assets/editor.js'))
}
writeManifest(manifest)
removeOldFiles(manifest)
