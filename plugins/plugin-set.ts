import { createHash } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PluginList } from './load-plugins.js'
import { packageOf } from './package-file.js'
import { pluginModule } from './plugin-module.js'
import { shippedPlugin } from './shipped-plugin.js'

/** Files of one plugin that are looked at; a folder with more is hardly a plugin's own. */
const mostFiles = 2000

/**
 * A name for the code of these plugins and ours, as it lies on the disk: another build, or an edited plugin, has
 * another name. What code worked out may be kept under it. Files are compared by size and time of change, and those of
 * packages that a plugin uses are not looked at.
 * @returns undefined where a plugin's files are not known
 */
export function pluginSetName({ specifiers, overrides = [] }: PluginList): string | undefined {
  try {
    const hash = createHash('sha256').update(JSON.stringify([specifiers, overrides]))
    for (const folder of new Set([ownFolder, ...specifiers.map(folderOf)])) {
      for (const line of filesIn(folder)) hash.update(`${line}\n`)
    }
    return hash.digest('base64url')
  } catch {
    return undefined
  }
}

/** Where our own compiled code lies. */
const ownFolder = fileURLToPath(new URL('..', import.meta.url))

function folderOf(specifier: string): string {
  if (specifier === shippedPlugin) return ownFolder
  const address = pluginModule(specifier)
  const file = fileURLToPath(address.startsWith('file:') ? address : import.meta.resolve(address))
  return packageOf(file)?.folder ?? dirname(file)
}

/** A line for each module and each file of JSON: its place, size and time of change. */
function filesIn(root: string): string[] {
  const lines: string[] = []
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.name === 'node_modules' || entry.name.startsWith('.')) continue
      const path = join(folder, entry.name)
      if (entry.isDirectory()) {
        walk(path)
        continue
      }
      if (!/\.(?:[cm]?js|json)$/.test(entry.name)) continue
      const { size, mtimeMs } = statSync(path)
      lines.push(`${path} ${size} ${mtimeMs}`)
      if (lines.length > mostFiles) throw new RangeError(`'${root}' holds more than ${mostFiles} files.`)
    }
  }
  walk(root)
  return lines.toSorted()
}
