import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PluginList } from './load-plugins.js'
import type { Json } from '../runtime/values/index.js'
import { installedPackage, packageOf } from './package-file.js'
import { pluginModule } from './plugin-module.js'
import { shippedPlugin } from './shipped-plugin.js'

/** Files of one plugin that are looked at; a folder with more is hardly a plugin's own. */
const mostFiles = 5000

/**
 * A name for the code of these plugins and ours: another build, or an edited plugin, has another name, and the same code
 * has the same on every machine. What code worked out may be kept under it. Of packages that code uses, those that make
 * HTML of content are looked at.
 * @returns undefined where a plugin's files are not known
 */
export function pluginSetName({ specifiers, overrides = [] }: PluginList): string | undefined {
  try {
    const hash = createHash('sha256').update(JSON.stringify([overrides, ...versionsOf(htmlMakers)]))
    for (const room of ownRooms) hash.update(`${room}\n${filesHash(join(ownFolder, room))}\n`)
    for (const specifier of specifiers) {
      if (specifier === shippedPlugin) continue
      const { folder, file } = placeOf(specifier)
      hash.update(`${relative(folder, file)}\n${filesHash(folder)}\n`)
    }
    return hash.digest('base64url')
  } catch {
    return undefined
  }
}

/** Of ours, where code lies that publishing and composing run. */
const ownRooms = ['runtime', 'plugins', 'blocks', 'compositor', 'content']

/** Packages whose other version would make other HTML of the same content. */
const htmlMakers = ['katex', 'sanitize-html']

function versionsOf(packages: readonly string[]): readonly Json[] {
  return packages.map((name) => {
    const folder = installedPackage(name, ownFolder) ?? ''
    const file = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly version?: Json }
    return file.version ?? null
  })
}

const hashes = new Map<string, string>()

/** A hash of the code in a folder; read anew where a file has another size or time of change. */
function filesHash(root: string): string {
  const files = filesIn(root)
  const seen = files.map(({ path, size, mtimeMs }) => `${path} ${size} ${mtimeMs}`).join('\n')
  let known = hashes.get(seen)
  if (known === undefined) {
    const hash = createHash('sha256')
    for (const { path } of files) {
      const digest = createHash('sha256').update(readFileSync(path)).digest('base64url')
      hash.update(`${relative(root, path)} ${digest}\n`)
    }
    hashes.set(seen, (known = hash.digest('base64url')))
  }
  return known
}

/** Where our own compiled code lies. */
const ownFolder = fileURLToPath(new URL('..', import.meta.url))

/** A plugin's module, and the folder of all its code. */
function placeOf(specifier: string): { readonly folder: string; readonly file: string } {
  const address = pluginModule(specifier)
  const file = fileURLToPath(address.startsWith('file:') ? address : import.meta.resolve(address))
  return { folder: packageOf(file)?.folder ?? dirname(file), file }
}

interface CodeFile {
  readonly path: string
  readonly size: number
  readonly mtimeMs: number
}

/** Each module, file of JSON and catalogue below a folder. */
function filesIn(root: string): CodeFile[] {
  const files: CodeFile[] = []
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.name === 'node_modules' || entry.name.startsWith('.')) continue
      const path = join(folder, entry.name)
      if (entry.isDirectory()) {
        walk(path)
        continue
      }
      if (!/\.(?:[cm]?js|json|po)$/.test(entry.name)) continue
      const { size, mtimeMs } = statSync(path)
      files.push({ path, size, mtimeMs })
      if (files.length > mostFiles) throw new RangeError(`'${root}' holds more than ${mostFiles} files.`)
    }
  }
  walk(root)
  return files.toSorted((one, other) => (one.path < other.path ? -1 : 1))
}
