import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { CompositorError } from '../../runtime/errors/index.js'
import { installedPackage, packageFileIn, packageOf } from '../package-file.js'
import { blockFiles } from './block-files.js'
import { blockName } from './block-name.js'
import { packageFiles, type Publishing } from './package-files.js'

/** What is to be made. */
export interface ScaffoldOptions {
  /** What the block is called: its files, its class, and its type where `type` says nothing else. */
  readonly name: string
  /** The block type as content has it, such as `edx_sga`. */
  readonly type?: string | undefined
  /** The folder to make; named for the block, in the working directory, when left out. */
  readonly dir?: string | undefined
  /** Whether it becomes a package of its own, to be published; else it is part of the project around it. */
  readonly inPackage?: boolean | undefined
}

/** What was made. */
export interface Scaffold {
  readonly folder: string
  /** Paths in the folder. */
  readonly files: readonly string[]
  /** Packages that it is built with and that the project around it lacks. */
  readonly missing: readonly string[]
}

/**
 * Makes the folder of a new block type: block, client module, stylesheet, scenario, test, README. It builds and
 * passes its tests as it is.
 * @throws CompositorError `plugin-invalid` for a name that is none; `scaffold-refused` when the folder holds something,
 *   or this product cannot be found from there
 */
export function scaffoldBlock({ name: text, type, dir, inPackage = false }: ScaffoldOptions): Scaffold {
  const name = blockName(text, type)
  const folder = resolve(dir ?? name.file)
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new CompositorError('scaffold-refused', `${folder} holds something already.`)
  }
  if (!inPackage && installedPackage('unit-compositor', dirname(folder)) === undefined) {
    throw new CompositorError(
      'scaffold-refused',
      `No project around ${folder} has unit-compositor installed; with --in-package the block brings it along.`,
    )
  }
  const plugin = inPackage ? `unit-compositor-${name.file}` : name.file
  const files = {
    ...packageFiles(name, plugin, inPackage ? publishing(folder) : undefined),
    ...blockFiles(name, plugin),
  }
  for (const [path, content] of Object.entries(files)) {
    const target = join(folder, path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, content)
  }
  const missing = buildTools.filter((tool) => !inPackage && installedPackage(tool, folder) === undefined)
  return { folder, files: Object.keys(files), missing }
}

/** What a block's package is built and tested with. */
const buildTools = ['typescript', '@types/node', 'zod']

const ownPackage = z.object({
  version: z.string(),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
})

/** The versions this product was built with, and where it came from. */
function publishing(folder: string): Publishing {
  const file: unknown = createRequire(import.meta.url)('unit-compositor/package.json')
  const { version, dependencies, devDependencies } = ownPackage.parse(file)
  const root = packageOf(fileURLToPath(import.meta.url))?.folder ?? ''
  const tools = { ...dependencies, ...devDependencies }
  return {
    version,
    product: installedFrom(root, folder),
    tools: Object.fromEntries(buildTools.flatMap((tool) => (tools[tool] ? [[tool, tools[tool]]] : []))),
  }
}

/**
 * What npm is to install to get this very product once more: what the project around it asked for, be it an archive, a folder
 * or a range of versions; else the folder it is in.
 */
function installedFrom(root: string, folder: string): string {
  const project = root.includes('node_modules') ? root.slice(0, root.lastIndexOf('node_modules')) : undefined
  const { dependencies, devDependencies } = (project !== undefined && packageFileIn(project)) || {}
  const asked = { ...devDependencies, ...dependencies }['unit-compositor']
  if (project === undefined || asked === undefined) return `file:${root}`
  const path = /^(?:file:)?((?:\.{0,2}|~)\/.*|.*\.tgz)$/.exec(asked)?.[1]
  if (path === undefined || /^[a-z+]+:\/\//.test(path)) return asked
  return `file:${relative(folder, resolve(project, path))}`
}
