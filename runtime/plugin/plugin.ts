import { CompositorError } from '../errors/index.js'
import { BlockType, type ConcreteBlockClass } from '../block/index.js'

/** What a plugin author writes. */
export interface PluginSpec {
  /** The package name, or `package/part`. */
  readonly name: string
  readonly blocks: readonly ConcreteBlockClass[]
  /** Folder of the files browsers load: client modules, stylesheets. Nothing outside it is ever served. */
  readonly client?: URL
}

/** A checked plugin. */
export interface Plugin {
  readonly name: string
  readonly types: readonly BlockType[]
  readonly client: URL | undefined
}

const checked = new WeakSet<object>()

/**
 * A plugin: the default export of a plugin's module.
 * @throws CompositorError `plugin-invalid`, naming what is wrong
 */
export function definePlugin(spec: PluginSpec): Plugin {
  if (typeof spec.name !== 'string' || spec.name === '') {
    throw new CompositorError('plugin-invalid', 'A plugin needs a name.')
  }
  if (!Array.isArray(spec.blocks)) {
    throw new CompositorError('plugin-invalid', `Plugin '${spec.name}' lists no blocks.`)
  }
  const types = spec.blocks.flatMap((blockClass) => BlockType.allOf(blockClass, spec.name))
  for (const { name } of types) {
    if (!/^[a-z][a-z0-9_-]*$/.test(name)) {
      throw new CompositorError(
        'plugin-invalid',
        `Plugin '${spec.name}' names a block type '${name}'; a type is lower-case letters, digits, '-' and '_'.`,
      )
    }
  }
  const plugin: Plugin = { name: spec.name, types, client: spec.client }
  checked.add(plugin)
  return plugin
}

/** Whether a value came out of {@link definePlugin}, of this copy of the product or another. */
export function isPlugin(value: unknown): value is Plugin {
  if (typeof value !== 'object' || value === null) return false
  return checked.has(value) || ('name' in value && 'types' in value && Array.isArray(value.types))
}
