import { CompositorError } from '../runtime/errors/index.js'
import { Mixins, type AsideType, type BlockType, type BlockTypes } from '../runtime/block/index.js'
import type { Plugin } from '../runtime/plugin/plugin.js'

/** The registered block types, each from one plugin, with the asides and mixins of all plugins. */
export class BlockTypeRegistry implements BlockTypes {
  /** The types as their plugins wrote them, without mixins. */
  readonly #written = new Map<string, BlockType>()
  readonly #types = new Map<string, BlockType>()
  readonly #asides = new Map<string, AsideType>()
  readonly #plugins = new Map<string, Plugin>()
  #mixins = new Mixins([])

  /**
   * Adds every block type, aside and mixin of a plugin, or none.
   * @param overrides block types and asides this plugin may take over from another
   * @throws CompositorError `plugin-conflict`, naming both plugins
   */
  register(plugin: Plugin, overrides: ReadonlySet<string> = new Set()): void {
    for (const { name } of plugin.types) {
      refuseTaken(
        `Block type '${name}'`,
        overrides.has(name) ? undefined : this.#types.get(name)?.plugin,
        plugin,
      )
    }
    for (const { name } of plugin.asides ?? []) {
      refuseTaken(`Aside '${name}'`, overrides.has(name) ? undefined : this.#asides.get(name)?.plugin, plugin)
    }
    this.#refuseTakenFields(plugin)
    for (const aside of plugin.asides ?? []) this.#asides.set(aside.name, aside)
    for (const type of plugin.types) this.#written.set(type.name, type)
    this.#plugins.set(plugin.name, plugin)
    const isMixing = (plugin.mixins?.length ?? 0) > 0
    if (isMixing) this.#mixins = new Mixins(this.plugins().flatMap(({ mixins }) => mixins ?? []))
    const { all } = this.#mixins
    for (const type of isMixing ? this.#written.values() : plugin.types) {
      this.#types.set(type.name, all.length === 0 ? type : type.withMixins(all))
    }
  }

  get(name: string): BlockType | undefined {
    return this.#types.get(name)
  }

  /** The asides of all plugins, in the order they were registered. */
  get asides(): readonly AsideType[] {
    return [...this.#asides.values()]
  }

  /** The mixins of all plugins: their fields are on every block type. */
  get mixins(): Mixins {
    return this.#mixins
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

  /** Two mixins cannot give every block a field of the same name. */
  #refuseTakenFields(plugin: Plugin): void {
    const owners = new Map<string, string>()
    for (const one of [...this.#plugins.values(), plugin]) {
      for (const { olxName } of one.mixins?.flatMap(({ fields }) => fields) ?? []) {
        refuseTaken(`Mixin field '${olxName}'`, owners.get(olxName), one)
        owners.set(olxName, one.name)
      }
    }
  }
}

function refuseTaken(what: string, owner: string | undefined, { name }: Plugin): void {
  if (owner === undefined) return
  throw new CompositorError(
    'plugin-conflict',
    `${what} is claimed by plugin '${owner}' and by plugin '${name}'.`,
  )
}
