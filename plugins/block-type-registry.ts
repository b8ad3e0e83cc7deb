import { CompositorError } from '../runtime/errors/index.js'
import {
  Mixins,
  type AnyFieldMixin,
  type AsideType,
  type BlockType,
  type BlockTypes,
} from '../runtime/block/index.js'
import { addKeyNamespace } from '../runtime/keys/parse-key.js'
import type { Plugin } from '../runtime/plugin/plugin.js'
import type { PluginService } from '../runtime/service/index.js'
import type { Catalogues } from '../runtime/words/index.js'

/** The registered block types, each from one plugin, with the asides, mixins and services of all plugins. */
export class BlockTypeRegistry implements BlockTypes {
  /** The types as their plugins wrote them, without mixins. */
  readonly #written = new Map<string, BlockType>()
  readonly #types = new Map<string, BlockType>()
  readonly #asides = new Map<string, AsideType>()
  readonly #plugins = new Map<string, Plugin>()
  readonly #services = new Map<string, PluginService>()
  /** Names of plugins by what they claim: `Aside thumbs`. */
  readonly #owners = new Map<string, string>()
  #mixins = new Mixins([])

  /** @param words of a host, which say it for blocks of all plugins that have words in other languages */
  constructor(readonly words?: Catalogues) {}

  /**
   * Adds all that a plugin provides, or nothing. The same plugin a second time changes nothing.
   * @param overrides names of what this plugin may take over from another
   * @throws CompositorError `plugin-conflict`, naming both plugins
   */
  register(plugin: Plugin, overrides: ReadonlySet<string> = new Set()): void {
    const known = this.#plugins.get(plugin.name)
    if (known === plugin) return
    if (known) throw conflict(`The name '${plugin.name}'`, known.name, `another module of that name`)
    const { types, asides = [], keyNamespaces = [], mixins = [] } = plugin
    for (const { what, name } of claimsOf(plugin)) {
      const owner = overrides.has(name) ? undefined : this.#owners.get(`${what} ${name}`)
      if (owner !== undefined) throw conflict(`${what} '${name}'`, owner, `plugin '${plugin.name}'`)
    }
    this.#refuseTakenFields(plugin)
    for (const { what, name } of claimsOf(plugin)) this.#owners.set(`${what} ${name}`, plugin.name)
    for (const aside of asides) this.#asides.set(aside.name, aside)
    for (const type of types) this.#written.set(type.name, this.#spoken(type))
    for (const service of plugin.services ?? []) this.#services.set(service.token.name, service)
    for (const namespace of keyNamespaces) addKeyNamespace(namespace)
    this.#plugins.set(plugin.name, plugin)
    const isMixing = mixins.length > 0
    if (isMixing) {
      this.#mixins = new Mixins([...this.#mixins.all.filter(({ name }) => !isNamed(mixins, name)), ...mixins])
    }
    const { all } = this.#mixins
    for (const { name } of isMixing ? this.#written.values() : types) {
      const type = this.#written.get(name)
      if (!type) continue
      this.#types.set(type.name, all.length === 0 ? type : type.withMixins(all))
    }
  }

  #spoken(type: BlockType): BlockType {
    return this.words && type.words ? type.withWords(type.words.under(this.words)) : type
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

  /** The services of all plugins, in the order they were registered. */
  get services(): readonly PluginService[] {
    return [...this.#services.values()]
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
    const mixins = plugin.mixins ?? []
    const standing = this.#mixins.all.filter(({ name }) => !isNamed(mixins, name))
    for (const { name, fields } of standing) {
      for (const { olxName } of mixins.flatMap((mixin) => mixin.fields)) {
        if (!fields.some((field) => field.olxName === olxName)) continue
        const owner = this.#owners.get(`Mixin ${name}`) ?? ''
        throw conflict(`Mixin field '${olxName}'`, owner, `plugin '${plugin.name}'`)
      }
    }
  }
}

/** All names that a plugin claims for itself. */
function claimsOf(plugin: Plugin): readonly { readonly what: string; readonly name: string }[] {
  const { types, asides = [], mixins = [], services = [], keyNamespaces = [] } = plugin
  const claims = (what: string, names: readonly string[]) => names.map((name) => ({ what, name }))
  return [
    ...claims('Block type', namesOf(types)),
    ...claims('Aside', namesOf(asides)),
    ...claims('Mixin', namesOf(mixins)),
    ...claims(
      'Service',
      services.map(({ token }) => token.name),
    ),
    ...claims(
      'Key namespace',
      keyNamespaces.map(({ namespace }) => namespace),
    ),
  ]
}

const namesOf = (named: readonly { readonly name: string }[]) => named.map(({ name }) => name)

const isNamed = (mixins: readonly AnyFieldMixin[], name: string) => mixins.some((one) => one.name === name)

function conflict(what: string, owner: string, other: string): CompositorError {
  return new CompositorError('plugin-conflict', `${what} is claimed by plugin '${owner}' and by ${other}.`)
}
