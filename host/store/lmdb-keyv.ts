import { createHash } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { Keyv, type KeyvEntry, type KeyvStoreAdapter } from 'keyv'
import { LmdbEnvironment, type StoreCounts } from '../../store/index.js'

type StoredValue = string | Uint8Array

/** Keyv's own envelope around a value; it passes through here unserialised, so that bytes stay bytes. */
interface Envelope {
  readonly value: StoredValue
}

const textTag = 0x74
const bytesTag = 0x62
/** lmdb takes keys up to 1978 bytes; longer ones stand under their hash. */
const keyLimit = 1500

/** A Keyv store in one lmdb environment, shared by the threads and processes that open the same folder. */
class LmdbAdapter extends EventEmitter implements KeyvStoreAdapter {
  readonly opts: { readonly url: string }
  namespace?: string | undefined
  readonly #environment: LmdbEnvironment<Buffer>

  constructor(folder: string, counts?: StoreCounts) {
    super()
    this.opts = { url: folder }
    this.#environment = new LmdbEnvironment({ path: folder, encoding: 'binary' }, counts)
  }

  async get<Value>(key: string): Promise<Value | undefined> {
    return envelope<Value>(this.#read(key))
  }

  async getMany<Value>(keys: string[]): Promise<(Value | undefined)[]> {
    return keys.map((key) => envelope<Value>(this.#read(key)))
  }

  async has(key: string): Promise<boolean> {
    return this.#environment.counts.read(() => this.#db.doesExist(stored(key)))
  }

  async set(key: string, value: unknown): Promise<boolean> {
    return this.#environment.written(this.#db.put(stored(key), encoded((value as Envelope).value)))
  }

  async setMany(entries: KeyvEntry[]): Promise<void> {
    await this.#environment.written(
      this.#db.batch(() => {
        for (const { key, value } of entries)
          void this.#db.put(stored(key), encoded((value as Envelope).value))
      }),
    )
  }

  async delete(key: string): Promise<boolean> {
    return this.#environment.written(this.#db.remove(stored(key)))
  }

  async deleteMany(keys: string[]): Promise<boolean> {
    await this.#environment.written(
      this.#db.batch(() => {
        for (const key of keys) void this.#db.remove(stored(key))
      }),
    )
    return true
  }

  async clear(): Promise<void> {
    await this.#db.clearAsync()
  }

  async *iterator<Value>(): AsyncGenerator<[string, Value]> {
    for (const { key, value } of this.#db.getRange()) yield [key, envelope<Value>(decoded(value)) as Value]
  }

  async disconnect(): Promise<void> {
    await this.#db.flushed
    await this.#environment.close()
  }

  get #db() {
    return this.#environment.db
  }

  #read(key: string): StoredValue | undefined {
    const buffer = this.#environment.counts.read(() => this.#db.getBinary(stored(key)))
    return buffer && decoded(buffer)
  }
}

function envelope<Value>(value: StoredValue | undefined): Value | undefined {
  return value === undefined ? undefined : ({ value } satisfies Envelope as Value)
}

function stored(key: string): string {
  return Buffer.byteLength(key) <= keyLimit ? key : `sha256:${createHash('sha256').update(key).digest('hex')}`
}

function encoded(value: StoredValue): Buffer {
  return typeof value === 'string'
    ? Buffer.concat([Buffer.of(textTag), Buffer.from(value)])
    : Buffer.concat([Buffer.of(bytesTag), value])
}

function decoded(buffer: Buffer): StoredValue {
  return buffer[0] === textTag ? buffer.toString('utf8', 1) : buffer.subarray(1)
}

/**
 * A Keyv over lmdb whose values are texts and bytes as they are. Failures throw: an outage must never read as
 * "not found".
 * @param counts what is read and written is counted here
 */
export function lmdbKeyv(folder: string, counts?: StoreCounts): Keyv {
  const keyv = new Keyv({ store: new LmdbAdapter(folder, counts), throwOnErrors: true, useKeyPrefix: false })
  keyv.serialize = undefined
  keyv.deserialize = undefined
  keyv.on('error', () => undefined)
  return keyv
}
