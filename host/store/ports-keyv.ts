import { EventEmitter } from 'node:events'
import { Keyv, type KeyvEntry, type KeyvStoreAdapter } from 'keyv'
import type { Store } from '../../store/index.js'

/** Keyv's own envelope around a value. */
interface Envelope {
  readonly value: string
}

const isHead = (key: string) => /^(published:|public-learning:|contexts$)/.test(key)
/** Worked out again by another version, in place of what stood there. */
const isRecord = (key: string) => key.startsWith('summary:')

/** The values of a unit store over the ports of a store: what changes are heads, what is worked out records, all else blobs. */
class PortsAdapter extends EventEmitter implements KeyvStoreAdapter {
  readonly opts = {}
  namespace?: string | undefined

  constructor(private readonly store: Store) {
    super()
  }

  async get<Value>(key: string): Promise<Value | undefined> {
    const [value] = await this.getMany<Value>([key])
    return value
  }

  async getMany<Value>(keys: string[]): Promise<(Value | undefined)[]> {
    const blobs = keys.filter((key) => !isHead(key) && !isRecord(key))
    const [texts, records] = await Promise.all([
      this.store.blobs.texts(blobs),
      this.store.records.read(keys.filter(isRecord)),
    ])
    const found = new Map(blobs.map((key, place) => [key, texts[place]]))
    return Promise.all(
      keys.map(async (key) =>
        envelope<Value>(isHead(key) ? await this.#head(key) : (records.get(key) ?? found.get(key))),
      ),
    )
  }

  async has(key: string): Promise<boolean> {
    if (isHead(key) || isRecord(key)) return (await this.get(key)) !== undefined
    return (await this.store.blobs.having([key])).has(key)
  }

  async set(key: string, value: unknown): Promise<boolean> {
    await this.setMany([{ key, value }])
    return true
  }

  async replace(key: string, before: string | undefined, after: string): Promise<boolean> {
    return this.store.heads.change([{ name: key, before, after }])
  }

  async setMany(entries: KeyvEntry[]): Promise<void> {
    const given = entries.map(({ key, value }) => ({ name: key, text: (value as Envelope).value }))
    await this.store.blobs.put(given.filter(({ name }) => !isHead(name) && !isRecord(name)))
    const records = given.filter(({ name }) => isRecord(name))
    if (records.length > 0) {
      const writes = new Map(records.map(({ name, text }) => [name, text]))
      await this.store.records.commit({ expected: new Map(), writes })
    }
    for (const { name, text } of given.filter(({ name }) => isHead(name))) await this.#setHead(name, text)
  }

  /** Nothing that was published is ever removed by its unit store. */
  async delete(): Promise<boolean> {
    return false
  }

  async clear(): Promise<void> {
    throw new TypeError('What was published is not removed.')
  }

  /** As it is known at once, where it is: what is published stays so while the store cannot be asked. */
  async #head(key: string): Promise<string | undefined> {
    const known = this.store.heads.known(key)
    return known ? known.text : (await this.store.heads.texts([key]))[0]
  }

  async #setHead(name: string, after: string): Promise<void> {
    for (;;) {
      const [before] = await this.store.heads.texts([name])
      if (before === after || (await this.store.heads.change([{ name, before, after }]))) return
    }
  }
}

function envelope<Value>(text: string | undefined): Value | undefined {
  return text === undefined ? undefined : ({ value: text } satisfies Envelope as Value)
}

/** A Keyv over the ports of a store, for a unit store that several hosts share. */
export function portsKeyv(store: Store): Keyv {
  const keyv = new Keyv({ store: new PortsAdapter(store), throwOnErrors: true, useKeyPrefix: false })
  keyv.serialize = undefined
  keyv.deserialize = undefined
  keyv.on('error', () => undefined)
  return keyv
}
