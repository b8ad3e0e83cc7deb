import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { CompositorError, messageOf } from '../runtime/errors/index.js'

const conditions = z.object({ import: z.string().optional(), default: z.string().optional() })
const entry = z.union([z.string(), conditions])
const packageSchema = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  keywords: z.array(z.string()).optional(),
  main: z.string().optional(),
  exports: z.union([z.string(), z.looseObject({ '.': entry.optional() })]).optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  devDependencies: z.record(z.string(), z.string()).optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
  unitCompositor: z.unknown().optional(),
})

/** The parts of a package.json that matter to plugins. */
export type PackageFile = z.infer<typeof packageSchema>

/**
 * The package.json of a folder, or undefined where there is none.
 * @throws CompositorError `plugin-invalid` for one that is no package.json
 */
export function packageFileIn(folder: string): PackageFile | undefined {
  const path = join(folder, 'package.json')
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
  try {
    return packageSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new CompositorError('plugin-invalid', `${path} cannot be read: ${messageOf(cause)}`, { cause })
  }
}

/** The folder of the package a file belongs to, with its package.json. */
export function packageOf(file: string): { readonly folder: string; readonly file: PackageFile } | undefined {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const found = packageFileIn(folder)
    if (found) return { folder, file: found }
    if (folder === dirname(folder)) return undefined
  }
}

/** The module a package gives to who imports it by its name: an absolute path. */
export function entryOf(folder: string): string {
  const { exports, main } = packageFileIn(folder) ?? {}
  const own = typeof exports === 'object' ? (exports['.'] ?? conditions.safeParse(exports).data) : exports
  const target = typeof own === 'object' ? (own.import ?? own.default) : own
  return join(folder, target ?? main ?? 'index.js')
}

/** The folder of an installed package, looked for as Node.js does, or undefined. */
export function installedPackage(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name)
    if (isFolder(candidate)) return candidate
    if (folder === dirname(folder)) return undefined
  }
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
