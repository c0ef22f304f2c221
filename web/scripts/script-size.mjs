// Says how much script the first view needs, compressed, and fails beyond the limit.
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const LIMIT_KB = 200
const DIST = new URL('../dist/', import.meta.url)
const page = readFileSync(new URL('index.html', DIST), 'utf8')

/** The files that the page asks for, and what they import at once. */
const wanted = new Set([...page.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, path]) => path))
for (const path of wanted) {
  const source = readFileSync(new URL(path, DIST), 'utf8')
  for (const [, name] of source.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g))
    wanted.add(`assets/${name}`)
}

const size = (path) => gzipSync(readFileSync(new URL(path, DIST))).length / 1000
const first = [...wanted].reduce((sum, path) => sum + size(path), 0)
const all = readdirSync(new URL('assets/', DIST))
  .filter((name) => name.endsWith('.js'))
  .reduce((sum, name) => sum + size(`assets/${name}`), 0)

console.log(
  `first load: ${first.toFixed(1)} kB of script in ${wanted.size} files, everything: ${all.toFixed(1)} kB`,
)
if (first > LIMIT_KB) {
  console.error(`more than the ${LIMIT_KB} kB that the first load may need`)
  process.exit(1)
}
