import type { BlockTypes } from '../../runtime/block/index.js'
import type { PluginStore, ServedBlock, ServiceForBlock } from '../../runtime/service/index.js'
import { PluginNamespace } from './plugin-namespace.js'
import type { NamespaceRecords } from './namespace-records.js'

/** The own stores of all plugins; for a block it is that of the plugin that provides its type. */
export class PluginStores implements ServiceForBlock<PluginStore> {
  readonly #stores = new Map<string, PluginStore>()

  /** @param quota bytes that each may keep */
  constructor(
    private readonly records: NamespaceRecords,
    private readonly types: BlockTypes,
    private readonly quota?: number,
  ) {}

  /** That of a plugin, by its name. */
  of(plugin: string): PluginStore {
    let store = this.#stores.get(plugin)
    if (!store) this.#stores.set(plugin, (store = new PluginNamespace(this.records, plugin, this.quota)))
    return store
  }

  forBlock({ composed }: ServedBlock): PluginStore {
    const { type } = composed
    const provider =
      'beside' in composed ? this.types.asides?.find(({ name }) => name === type) : this.types.get(type)
    return this.of(provider?.plugin ?? type)
  }
}
