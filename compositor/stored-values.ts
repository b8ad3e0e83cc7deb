import type { Keyv } from 'keyv'
import { CompositorError, messageOf } from '../runtime/errors/index.js'

/** How much a write collects before it goes to the store. */
const batchLimit = { entries: 256, size: 4_000_000 }

/** Strings and bytes in a Keyv store whose every failure is a `store-unavailable` error, never "not there". */
export class StoredValues {
  constructor(readonly keyv: Keyv) {
    keyv.throwOnErrors = true
  }

  async text(name: string): Promise<string | undefined> {
    const value = await this.#attempt(`read '${name}'`, () => this.keyv.get<unknown>(name))
    if (value === undefined || typeof value === 'string') return value
    throw damaged(name, 'text')
  }

  async bytes(name: string): Promise<Uint8Array | undefined> {
    const value = await this.#attempt(`read '${name}'`, () => this.keyv.get<unknown>(name))
    if (value === undefined || value instanceof Uint8Array) return value
    throw damaged(name, 'bytes')
  }

  has(name: string): Promise<boolean> {
    return this.#attempt(`look for '${name}'`, () => this.keyv.has(name))
  }

  async set(name: string, value: string): Promise<void> {
    await this.#written(`write '${name}'`, async () => [await this.keyv.set(name, value)])
  }

  /**
   * Puts a text in the place of another, if that is still there; returns whether it was. A store that cannot do it in
   * one step is taken to have no other writers.
   */
  async replace(name: string, before: string | undefined, after: string): Promise<boolean> {
    const { store } = this.keyv.opts as { readonly store?: unknown }
    if (isReplacing(store)) return this.#attempt(`write '${name}'`, () => store.replace(name, before, after))
    if ((await this.text(name)) !== before) return false
    await this.set(name, after)
    return true
  }

  /** @internal Writes a batch. */
  async setMany(entries: { key: string; value: string | Uint8Array }[]): Promise<void> {
    await this.#written(`write ${entries.length} values`, () => this.keyv.setMany(entries))
  }

  /** Writes values under names that never change their value. @param onDone called for each name once it is stored */
  writer(onDone: (name: string) => void): ValueWriter {
    return new ValueWriter(this, onDone)
  }

  async #written(what: string, write: () => Promise<boolean[] | undefined>): Promise<void> {
    const results = await this.#attempt(what, write)
    if (results?.includes(false)) throw unavailable(what, 'it answered no')
  }

  async #attempt<T>(what: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run()
    } catch (cause) {
      throw unavailable(what, messageOf(cause), cause)
    }
  }
}

/** A store that changes a value in one step, though others write as well. */
interface Replacing {
  replace(key: string, before: string | undefined, after: string): Promise<boolean>
}

function isReplacing(store: unknown): store is Replacing {
  return (
    typeof store === 'object' && store !== null && 'replace' in store && typeof store.replace === 'function'
  )
}

/** Collects values and stores those that are not there yet, in batches. */
export class ValueWriter {
  /** How many values were not there before. */
  written = 0
  readonly #seen = new Set<string>()
  #batch: { key: string; value: string | Uint8Array }[] = []
  #size = 0

  constructor(
    private readonly values: StoredValues,
    private readonly onDone: (name: string) => void,
  ) {}

  /** @param value called only when the name is not stored yet */
  async add(name: string, value: () => string | Uint8Array | Promise<string | Uint8Array>): Promise<void> {
    if (this.#seen.has(name)) return
    this.#seen.add(name)
    if (await this.values.has(name)) return this.onDone(name)
    const made = await value()
    this.#batch.push({ key: name, value: made })
    this.#size += made.length
    if (this.#batch.length >= batchLimit.entries || this.#size >= batchLimit.size) await this.flush()
  }

  /** Stores what was collected; it is durable when this resolves. */
  async flush(): Promise<void> {
    const batch = this.#batch
    if (batch.length === 0) return
    this.#batch = []
    this.#size = 0
    await this.values.setMany(batch)
    this.written += batch.length
    for (const { key } of batch) this.onDone(key)
  }
}

function unavailable(what: string, why: string, cause?: unknown): CompositorError {
  const isFull = cause instanceof CompositorError && cause.code === 'store-full'
  return new CompositorError(
    isFull ? 'store-full' : 'store-unavailable',
    `The unit store could not ${what}: ${why}`,
    { cause },
  )
}

function damaged(name: string, expected: string): CompositorError {
  return new CompositorError('store-damaged', `The unit store holds no ${expected} under '${name}'.`)
}
