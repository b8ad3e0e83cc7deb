import { CompositorError } from '../runtime/errors/index.js'
import type { BlockType, BlockTypes } from '../runtime/block/index.js'
import type { Plugin } from '../runtime/plugin/plugin.js'

/** The registered block types, each from one plugin. */
export class BlockTypeRegistry implements BlockTypes {
  readonly #types = new Map<string, BlockType>()
  readonly #plugins = new Map<string, Plugin>()

  /**
   * Adds every block type of a plugin, or none.
   * @param overrides block types this plugin may take over from another
   * @throws CompositorError `plugin-conflict`, naming both plugins
   */
  register(plugin: Plugin, overrides: ReadonlySet<string> = new Set()): void {
    for (const { name } of plugin.types) {
      const owner = this.#types.get(name)
      if (owner && !overrides.has(name)) {
        throw new CompositorError(
          'plugin-conflict',
          `Block type '${name}' is claimed by plugin '${owner.plugin}' and by plugin '${plugin.name}'.`,
        )
      }
    }
    for (const type of plugin.types) this.#types.set(type.name, type)
    this.#plugins.set(plugin.name, plugin)
  }

  get(name: string): BlockType | undefined {
    return this.#types.get(name)
  }

  /** The plugin that provides a block type. */
  pluginOf(type: string): Plugin | undefined {
    const owner = this.#types.get(type)
    return owner && this.#plugins.get(owner.plugin)
  }

  plugins(): readonly Plugin[] {
    return [...this.#plugins.values()]
  }

  types(): readonly BlockType[] {
    return [...this.#types.values()]
  }
}
