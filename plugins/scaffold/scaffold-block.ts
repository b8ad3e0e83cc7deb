import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { CompositorError } from '../../runtime/errors/index.js'
import { installedPackage, packageOf } from '../package-file.js'
import { blockFiles } from './block-files.js'
import { blockName } from './block-name.js'
import { packageFiles, type Publishing } from './package-files.js'

/** What is to be made. */
export interface ScaffoldOptions {
  /** The block type. */
  readonly name: string
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
}

/**
 * Makes the folder of a new block type: block, client module, stylesheet, scenario, test, README. It builds and
 * passes its tests as it is.
 * @throws CompositorError `plugin-invalid` for a name that is none; `scaffold-refused` when the folder holds something,
 *   or this product cannot be found from there
 */
export function scaffoldBlock({ name: text, dir, inPackage = false }: ScaffoldOptions): Scaffold {
  const name = blockName(text)
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
    ...packageFiles(name, plugin, inPackage ? publishing() : undefined),
    ...blockFiles(name, plugin),
  }
  for (const [path, content] of Object.entries(files)) {
    const target = join(folder, path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, content)
  }
  return { folder, files: Object.keys(files) }
}

const ownPackage = z.object({
  version: z.string(),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
})

/** The versions this product was built with, and where it is: its checkout, or the registry it was installed from. */
function publishing(): Publishing {
  const file: unknown = createRequire(import.meta.url)('unit-compositor/package.json')
  const { version, dependencies, devDependencies } = ownPackage.parse(file)
  const root = packageOf(fileURLToPath(import.meta.url))?.folder ?? ''
  const tools = { ...dependencies, ...devDependencies }
  return {
    version,
    product: root.includes('node_modules') ? `^${version}` : `file:${root}`,
    tools: Object.fromEntries(
      ['typescript', '@types/node', 'zod'].flatMap((tool) => (tools[tool] ? [[tool, tools[tool]]] : [])),
    ),
  }
}
