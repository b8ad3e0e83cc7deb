import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pluginKeyword } from '../plugins/index.js'
import { CompositorError } from '../runtime/index.js'

/** Where a plugin under work is: its package, and what is in it. */
export interface PluginPlace {
  /** Absolute path of the module whose default export is the plugin. */
  readonly entry: string
  /** The package's folder. */
  readonly folder: string
}

interface PackageJson {
  readonly main?: unknown
  readonly exports?: unknown
  readonly keywords?: unknown
}

/**
 * Finds a plugin: a package's folder, a module's file, or the name of an installed package.
 * @throws CompositorError `plugin-load` for what is none of these
 */
export function findPlugin(given: string, from: string): PluginPlace {
  const path = resolve(from, given)
  const found = placeAt(path) ?? installed(given, from)
  if (found) return found
  throw new CompositorError(
    'plugin-load',
    `There is no plugin '${given}': neither a package's folder or a module at ${path}, nor an installed package.`,
  )
}

/** The plugin that a folder is, where its package says that it is one. */
export function pluginOf(folder: string): PluginPlace | undefined {
  const keywords = packageIn(folder)?.keywords
  return Array.isArray(keywords) && keywords.includes(pluginKeyword) ? placeAt(folder) : undefined
}

function placeAt(path: string): PluginPlace | undefined {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found?.isFile()) return { entry: path, folder: packageFolder(dirname(path)) ?? dirname(path) }
  const written = found?.isDirectory() ? packageIn(path) : undefined
  return written && { entry: join(path, entryOf(written)), folder: path }
}

function installed(name: string, from: string): PluginPlace | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = placeAt(join(folder, 'node_modules', name))
    if (found || folder === dirname(folder)) return found
  }
}

function packageFolder(folder: string): string | undefined {
  if (existsSync(join(folder, 'package.json'))) return folder
  return folder === dirname(folder) ? undefined : packageFolder(dirname(folder))
}

function packageIn(folder: string): PackageJson | undefined {
  const file = join(folder, 'package.json')
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as PackageJson
  } catch (cause) {
    throw new CompositorError('plugin-load', `${file} is not JSON.`, { cause })
  }
}

function entryOf({ exports, main }: PackageJson): string {
  return targetOf(exports) ?? (typeof main === 'string' ? main : 'index.js')
}

/** The module that `exports` names for the package itself. */
function targetOf(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports
  if (typeof exports !== 'object' || exports === null) return undefined
  const conditions = exports as Readonly<Record<string, unknown>>
  return targetOf(conditions['.'] ?? conditions['import'] ?? conditions['default'])
}
