import { isAbsolute, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { entryOf, installedPackage, isFolder } from './package-file.js'

/**
 * What to import for a specifier: a folder or package gives the module its package.json names. A package is looked
 * for from `from` first, then from where this product is.
 * @param from folder that relative paths count from, and whose packages are seen; the working directory if left out
 */
export function pluginModule(specifier: string, from = process.cwd()): string {
  if (specifier.startsWith('file:')) return moduleAt(fileURLToPath(specifier))
  if (isAbsolute(specifier) || /^\.\.?(?:[/\\]|$)/.test(specifier)) return moduleAt(resolve(from, specifier))
  const installed = isPackageName(specifier) ? installedPackage(specifier, from) : undefined
  return installed === undefined ? specifier : moduleAt(installed)
}

function moduleAt(path: string): string {
  return pathToFileURL(isFolder(path) ? entryOf(path) : path).href
}

/** A package itself, not a part of one. */
function isPackageName(specifier: string): boolean {
  return /^(@[^/]+\/)?[^/:]+$/.test(specifier)
}
