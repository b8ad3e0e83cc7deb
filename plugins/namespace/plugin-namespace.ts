import { CompositorError } from '../../runtime/errors/index.js'
import { PluginStore, type PluginStoreEntries, type PluginStorePage } from '../../runtime/service/index.js'
import type { Json } from '../../runtime/values/index.js'
import { checkEntryKey, entryText, NamespaceSize } from './namespace-size.js'
import { entryKey, namespaceRange } from './namespace-keys.js'
import type { NamespaceRecords } from './namespace-records.js'

/** Bytes that a plugin may keep of its own, unless the host says otherwise. */
export const usualQuota = 64 * 1024 * 1024

/** How often a change is tried while others change the same. */
const tries = 40

const [usualPage, largestPage] = [100, 1000]

/** The own store of one plugin, upon the records of any store. */
export class PluginNamespace extends PluginStore {
  readonly #size: NamespaceSize

  /** @param plugin its name @param quota bytes of keys and values that it may keep */
  constructor(
    private readonly records: NamespaceRecords,
    private readonly plugin: string,
    private readonly quota = usualQuota,
  ) {
    super()
    this.#size = new NamespaceSize(plugin)
  }

  async get(key: string): Promise<Json | undefined> {
    const at = this.#at(key)
    return valueIn((await this.records.read([at])).get(at))
  }

  async set(key: string, value: Json): Promise<void> {
    await this.change(key, () => value)
  }

  async delete(key: string): Promise<boolean> {
    let wasThere = false
    await this.change(key, (before) => {
      wasThere = before !== undefined
      return undefined
    })
    return wasThere
  }

  async change(
    key: string,
    change: (value: Json | undefined) => Json | undefined,
  ): Promise<Json | undefined> {
    const at = this.#at(key)
    for (let tried = 0; tried < tries; tried++) {
      const sizes = this.#size.keys
      const found = await this.records.read([at, ...sizes])
      const before = found.get(at)
      const value = change(valueIn(before))
      const text = value === undefined ? undefined : entryText(key, value)
      if (text === before) return value
      const size = this.#size.after(key, { before, text }, found)
      if (size.grows && size.total > this.quota) {
        throw new CompositorError(
          'plugin-store-full',
          `Plugin '${this.plugin}' would keep ${size.total} bytes of its own; ${this.quota} are what it may.`,
        )
      }
      const { committed } = await this.records.commit({
        expected: new Map([
          [at, before],
          [size.at, found.get(size.at)],
        ]),
        writes: new Map([
          [at, text],
          [size.at, size.text],
        ]),
      })
      if (committed) return value
    }
    throw new CompositorError(
      'plugin-store-busy',
      `An entry of plugin '${this.plugin}' could not be stored: others changed it ${tries} times meanwhile.`,
    )
  }

  async list({ prefix = '', after, limit = usualPage }: PluginStorePage = {}): Promise<PluginStoreEntries> {
    const most = Math.min(Math.max(1, Math.trunc(limit) || usualPage), largestPage)
    if (prefix !== '') checkEntryKey(prefix)
    if (after !== undefined) checkEntryKey(after)
    const found = await this.records.range({ ...namespaceRange(this.plugin, prefix, after), limit: most + 1 })
    const begin = entryKey(this.plugin, '').length
    const items = found
      .slice(0, most)
      .map(({ key, text }) => ({ key: key.slice(begin), value: JSON.parse(text) as Json }))
    return { items, next: found.length > most ? (items.at(-1)?.key ?? null) : null }
  }

  #at(key: string): string {
    checkEntryKey(key)
    return entryKey(this.plugin, key)
  }
}

function valueIn(text: string | undefined): Json | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as Json)
}
