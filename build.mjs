/** Bundles what browsers load into dist/client: each client module as NAME.js, and the stylesheets beside them. */
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { buildWorld } from './python/build-world.mjs'

const root = fileURLToPath(new URL('.', import.meta.url))
const out = join(root, 'dist', 'client')

/** Files directly in the client folder of each block type, and of the host. */
async function clientFiles() {
  const blocks = (await readdir(join(root, 'blocks'), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(root, 'blocks', name, 'client'))
  const folders = [...blocks, join(root, 'host', 'client')]
  const files = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(folder).catch(() => [])
      const isBlock = folder !== folders.at(-1)
      return names
        .filter((name) => (isBlock ? /\.client\.ts$|\.css$/ : /\.ts$|\.css$/).test(name))
        .map((name) => join(folder, name))
    }),
  )
  return files.flat().sort()
}

const files = await clientFiles()
const names = files.map((file) => basename(file))
const twice = names.find((name, index) => names.indexOf(name) !== index)
if (twice !== undefined)
  throw new Error(`Two client files are called ${twice}; each needs a name of its own.`)

await mkdir(out, { recursive: true })
await Promise.all(
  files.filter((file) => file.endsWith('.css')).map((file) => copyFile(file, join(out, basename(file)))),
)
// Pages of the host ask for one file: what a unit needs anywhere, and what they need besides.
const [ofUnits, ofPages] = await Promise.all(
  ['unit.css', 'site.css'].map((name) => readFile(join(root, 'host', 'client', name), 'utf8')),
)
await writeFile(join(out, 'site.css'), `${ofUnits}${ofPages}`)
await build({
  entryPoints: files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ in: file, out: basename(file, '.ts') })),
  outdir: out,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  sourcemap: true,
  legalComments: 'none',
  logLevel: 'warning',
})

await buildWorld(join(root, 'dist', 'python'))
