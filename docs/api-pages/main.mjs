/**
 * Writes docs/api: a page for each public door of package.json, out of the declarations that the build emits, which carry
 * the docstrings and the exact types (docs/decisions/0025-api-pages.md).
 *
 *     node docs/api-pages/main.mjs [--check] [FOLDER]
 *
 * `--check` ends with 1 where an export has no docstring, and names it.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { blockTypes } from './block-types.mjs'
import { exportsOf } from './declarations.mjs'
import { page } from './page.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const given = process.argv.slice(2)
const out = resolve(given.find((word) => !word.startsWith('--')) ?? join(root, 'docs', 'api'))
const { name: product, exports } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
const bare = []
const names = []

await mkdir(out, { recursive: true })
for (const [path, { types }] of Object.entries(exports)) {
  if (types === undefined) continue
  const door = product + path.slice(1)
  const name = door === product ? 'runtime' : basename(door)
  const file = join(root, types)
  const { about, declarations } = await exportsOf(file)
  const shipped = name === 'blocks' ? await blockTypes(file.replace(/\.d\.ts$/, '.js')) : ''
  await writeFile(
    join(out, `${name}.md`),
    page({ door, about, declarations, folder: dirname(file) }) + shipped,
  )
  names.push(`- [${door}](${name}.md): ${about}\n`)
  if (about === '') bare.push(door)
  bare.push(...declarations.filter(({ doc }) => doc === '').map((one) => `${door}: ${one.name}`))
}
await writeFile(
  join(out, 'README.md'),
  `# API\n\nOne page for each door of the package, made from its docstrings by \`npm run api\`.\n\n${names.join('')}`,
)
if (given.includes('--check') && bare.length > 0) {
  process.stderr.write(`These have no docstring:\n${bare.join('\n')}\n`)
  process.exitCode = 1
}
