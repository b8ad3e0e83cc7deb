import type { Keyv } from 'keyv'
import { CompositorError, messageOf } from '../../runtime/errors/index.js'

/** How much a write collects before it goes to the store. */
const batchLimit = { entries: 500, size: 4_000_000 }

/** What a Keyv store adapter can do besides, so that several processes may write one authoring store. */
export interface ReplacingStore {
  /**
   * Puts a text in the place of another, if that is still there, as one step for all who share the store.
   * @param before undefined where nothing may be stored yet
   * @returns whether it was still there
   */
  replace(key: string, before: string | undefined, after: string): Promise<boolean>
}

/**
 * The authors' texts and bytes in a Keyv store. Every failure of the store is a `store-unavailable` error:
 * left to itself, Keyv reports an outage as "not found".
 */
export class AuthoredValues {
  constructor(private readonly keyv: Keyv) {
    keyv.throwOnErrors = true
  }

  /** Parsed JSON. The caller knows what it stored under this name. */
  async json<T>(name: string): Promise<T | undefined> {
    const [text] = await this.texts([name])
    return text === undefined ? undefined : (JSON.parse(text) as T)
  }

  async texts(names: readonly string[]): Promise<(string | undefined)[]> {
    const values = await attempt('read', names, () => this.getMany(names))
    return values.map((value, index) => {
      if (value === undefined || value === null) return undefined
      if (typeof value === 'string') return value
      throw new CompositorError(
        'store-damaged',
        `The authoring store holds no text under '${names[index] ?? ''}'.`,
      )
    })
  }

  /** For a store that cannot read many at once, Keyv would turn each failure into "not found". */
  private getMany(names: readonly string[]): Promise<unknown[]> {
    const { store }: { store?: { getMany?: unknown } } = this.keyv.opts
    return store?.getMany === undefined
      ? Promise.all(names.map((name) => this.keyv.get<unknown>(name)))
      : this.keyv.getMany<unknown>([...names])
  }

  async bytes(name: string): Promise<Uint8Array | undefined> {
    const value = await attempt('read', [name], () => this.keyv.get<unknown>(name))
    if (value === undefined || value instanceof Uint8Array) return value
    throw new CompositorError('store-damaged', `The authoring store holds no bytes under '${name}'.`)
  }

  has(name: string): Promise<boolean> {
    return attempt('look for', [name], () => this.keyv.has(name))
  }

  async set(name: string, value: string): Promise<void> {
    await this.setMany([{ key: name, value }])
  }

  /**
   * Puts a text in the place of another, if that is still there; returns whether it was. A store that cannot do it in
   * one step is taken to have no other writers.
   */
  async replace(name: string, before: string | undefined, after: string): Promise<boolean> {
    const { store }: { store?: unknown } = this.keyv.opts
    if (isReplacing(store)) return attempt('write', [name], () => store.replace(name, before, after))
    const [found] = await this.texts([name])
    if (found !== before) return false
    await this.set(name, after)
    return true
  }

  async setMany(
    entries: readonly { readonly key: string; readonly value: string | Buffer }[],
  ): Promise<void> {
    const names = entries.map(({ key }) => key)
    const results = await attempt('write', names, () => this.keyv.setMany([...entries]))
    // An adapter may answer nothing at all.
    if (Array.isArray(results) && results.includes(false)) throw unavailable('write', names, 'it answered no')
  }

  /**
   * Stores values under names that always mean the same value, so those that are there stay untouched.
   * @param value called only for a name that is not stored yet
   * @returns how many were written
   */
  async setNew(
    names: Iterable<string>,
    value: (name: string) => string | Buffer,
    onDone?: (count: number) => void,
  ): Promise<number> {
    let written = 0
    let done = 0
    let size = 0
    let batch: { key: string; value: string | Buffer }[] = []
    const flush = async () => {
      if (batch.length > 0) await this.setMany(batch)
      written += batch.length
      batch = []
      size = 0
    }
    for (const name of new Set(names)) {
      if (!(await this.has(name))) {
        const made = value(name)
        batch.push({ key: name, value: made })
        size += made.length
      }
      if (batch.length >= batchLimit.entries || size >= batchLimit.size) await flush()
      onDone?.(++done)
    }
    await flush()
    return written
  }
}

function isReplacing(store: unknown): store is ReplacingStore {
  return typeof store === 'object' && store !== null && 'replace' in store
}

async function attempt<T>(what: string, names: readonly string[], run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (cause) {
    throw unavailable(what, names, messageOf(cause), cause)
  }
}

function unavailable(what: string, names: readonly string[], why: string, cause?: unknown): CompositorError {
  const more = names.length > 1 ? ` and ${names.length - 1} more` : ''
  const isFull = cause instanceof CompositorError && cause.code === 'store-full'
  return new CompositorError(
    isFull ? 'store-full' : 'store-unavailable',
    `The authoring store could not ${what} '${names[0] ?? ''}'${more}: ${why}`,
    { cause },
  )
}
