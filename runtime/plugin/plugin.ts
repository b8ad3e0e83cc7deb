import { CompositorError } from '../errors/index.js'
import {
  AsideType,
  BlockType,
  FieldMixin,
  type AnyFieldMixin,
  type ConcreteAsideClass,
  type ConcreteBlockClass,
} from '../block/index.js'
import { isShippedNamespace, type KeyNamespace } from '../keys/parse-key.js'
import type { PluginService } from '../service/index.js'
import { Catalogues, type CatalogueSource } from '../words/index.js'
import type { PluginRoute } from './route.js'

/** What a plugin author writes. */
export interface PluginSpec {
  /** The package name, or `package/part`. */
  readonly name: string
  readonly blocks: readonly ConcreteBlockClass[]
  /** Classes with `@aside('name')` that stand beside the blocks of any plugin. */
  readonly asides?: readonly ConcreteAsideClass[]
  /** Fields for every block type of the host, whoever provides it. */
  readonly mixins?: readonly AnyFieldMixin[]
  /** Services for blocks of any plugin: `provide(Weather, () => new StationWeather())`. */
  readonly services?: readonly PluginService[]
  /** Kinds of keys besides those that are always known. */
  readonly keyNamespaces?: readonly KeyNamespace[]
  /** The plugin's words in other languages: its blocks ask for them by `I18n`, its client modules by `runtime.words()`. */
  readonly catalogues?: CatalogueSource
  /** `false` where no client module calls `runtime.words()`, as views hand each its few words: then pages name no file of them. */
  readonly clientWords?: boolean
  /** What answers below `/plugins/NAME`, for tools and pages that call the plugin itself: `route({ path, for, answer })`. */
  readonly routes?: readonly PluginRoute[]
  /** Folder of the files browsers load: client modules, stylesheets. Nothing outside it is ever served. */
  readonly client?: URL
}

/** A checked plugin. */
export interface Plugin {
  readonly name: string
  readonly types: readonly BlockType[]
  readonly asides?: readonly AsideType[]
  readonly mixins?: readonly AnyFieldMixin[]
  readonly services?: readonly PluginService[]
  readonly keyNamespaces?: readonly KeyNamespace[]
  readonly routes?: readonly PluginRoute[]
  readonly client: URL | undefined
  readonly words?: Catalogues
}

const checked = new WeakSet<object>()

/**
 * A plugin: the default export of a plugin's module.
 * @throws CompositorError `plugin-invalid`, naming what is wrong
 */
export function definePlugin(spec: PluginSpec): Plugin {
  const { name, client, catalogues, asides = [], mixins = [], services = [] } = spec
  const { keyNamespaces = [], routes = [] } = spec
  if (typeof name !== 'string' || name === '') {
    throw new CompositorError('plugin-invalid', 'A plugin needs a name.')
  }
  for (const [part, listed] of Object.entries({
    blocks: spec.blocks,
    asides,
    mixins,
    services,
    keyNamespaces,
    routes,
  })) {
    if (!Array.isArray(listed)) throw invalid(name, `lists no ${part}`)
  }
  const words = catalogues && Catalogues.of(catalogues, spec.clientWords)
  const plugin: Plugin = {
    name,
    types: spec.blocks.flatMap((blockClass) => BlockType.allOf(blockClass, name, words)),
    asides: asides.map((asideClass) => new AsideType(asideClass, name, words)),
    mixins,
    services,
    keyNamespaces,
    ...(routes.length > 0 && { routes }),
    client,
    ...(words && { words }),
  }
  for (const type of plugin.types) checkName(name, 'a block type', type.name)
  for (const type of plugin.asides ?? []) checkName(name, 'an aside', type.name)
  for (const mixin of mixins) {
    if (!(mixin instanceof FieldMixin)) throw invalid(name, 'lists a mixin that fieldMixin(...) did not make')
  }
  for (const { token, make } of services) {
    if (typeof token !== 'function' || typeof make !== 'function') {
      throw invalid(name, 'lists a service that provide(...) did not make')
    }
  }
  for (const [at, { method, path, answer }] of routes.entries()) {
    if (typeof answer !== 'function') throw invalid(name, 'lists a route that route(...) did not make')
    if (routes.findIndex((one) => one.method === method && one.path === path) < at)
      throw invalid(name, `has two routes '${method} ${path}'`)
  }
  for (const { namespace } of keyNamespaces) {
    checkName(name, 'a key namespace', namespace)
    if (isShippedNamespace(namespace))
      throw invalid(name, `names a key namespace '${namespace}', which is known already`)
  }
  checked.add(plugin)
  return plugin
}

/** Whether a value came out of {@link definePlugin}, of this copy of the product or another. */
export function isPlugin(value: unknown): value is Plugin {
  if (typeof value !== 'object' || value === null) return false
  return checked.has(value) || ('name' in value && 'types' in value && Array.isArray(value.types))
}

function checkName(plugin: string, what: string, name: string): void {
  if (/^[a-z][a-z0-9_-]*$/.test(name)) return
  throw invalid(plugin, `names ${what} '${name}'; a name is lower-case letters, digits, '-' and '_'`)
}

function invalid(plugin: string, why: string): CompositorError {
  return new CompositorError('plugin-invalid', `Plugin '${plugin}' ${why}.`)
}
