import { randomBytes } from 'node:crypto'
import { CompositorError } from '../errors/index.js'
import type { CollectionField } from '../field/collection-field.js'
import type { Scope } from '../field/scope.js'
import type { Json } from '../values/json.js'
import type { EntriesAddress, EntryKeys, EntryPlace, StoredEntries, StoredEntry } from './stored-entries.js'

/** One entry of a collection. */
export interface Entry<T> {
  readonly key: string
  /** When it was stored with this value, in epoch milliseconds. */
  readonly at: number
  readonly value: T
}

/** Which entries of a collection are asked for. */
export interface EntriesQuery {
  /** What their keys begin with. */
  readonly startsWith?: string
  /** Of those that were appended: from when on, and before when, in epoch milliseconds. */
  readonly since?: number
  readonly until?: number
}

/** Which page of them. */
export interface EntriesPageQuery extends EntriesQuery {
  /** The key after which it begins: the `next` of the page before. */
  readonly after?: string | undefined
  /** 100 where it is left out, at most 1000. */
  readonly limit?: number
  /** Whether it begins with the last key, which of appended entries is the newest. */
  readonly newestFirst?: boolean
}

/** A page of entries, in the order of their keys: appended ones as they came. */
export interface EntriesPage<T> {
  readonly items: readonly Entry<T>[]
  /** What to ask for `after` to get the next page; null where this is the last. */
  readonly next: string | null
}

/**
 * A collection of a block, as its views and handlers have it. What is added, set and deleted is stored with everything else that
 * the call changes, or not at all, and shows in what the same call asks for.
 */
export interface Collection<T> {
  /**
   * Adds an entry behind those that are there, without reading them: what several processes add at once all stays.
   * @returns its key, which sorts by time
   * @throws CompositorError `field-value`, `learner-state-too-large`
   */
  append(value: T): string
  /**
   * Sets the entry of a key.
   * @param key 1 to 200 printable ASCII characters without spaces; `encodeURIComponent` makes one of a text
   * @throws CompositorError `field-value`, `learner-state-too-large`
   */
  put(key: string, value: T): void
  delete(key: string): void
  /** The value of a key. */
  get(key: string): Promise<T | undefined>
  /** Some of the entries, in one read of the store. */
  page(query?: EntriesPageQuery): Promise<EntriesPage<T>>
  /** How many entries there are. */
  count(query?: EntriesQuery): Promise<number>
}

/** One collection of a block class. */
export interface BlockCollection {
  /** The property on the block. */
  readonly name: string
  /** The name in stores. */
  readonly olxName: string
  readonly scope: Scope
  readonly field: CollectionField<unknown>
}

/** Entries of a page. */
const mostOfPage = 1000
const usualPage = 100
/** Entries that one call may change. */
const mostChanges = 1000
/** Characters of one entry, as JSON. */
const mostCharacters = 100_000
/** Characters of a key. */
const longestKey = 200

/** Entries that this process appended: those of one millisecond stay in their order. */
let appended = 0
const mostPlaces = 36 ** 6

/** An entry that is to be stored, or removed where it has no value. */
export interface EntryChange {
  readonly entry: EntryPlace
  readonly value: Json | undefined
}

/** The entries of one collection in one request: what is stored, with what the request has changed. */
export class Entries implements Collection<unknown> {
  readonly #changes = new Map<string, EntryChange>()

  constructor(
    private readonly definition: BlockCollection,
    private readonly address: EntriesAddress,
    private readonly stored: StoredEntries,
    private readonly now: () => number,
  ) {}

  append(value: unknown): string {
    const at = this.now()
    appended = (appended + 1) % mostPlaces
    const place = appended.toString(36).padStart(6, '0')
    const key = `${timeKey(at)}.${place}${randomBytes(8).toString('hex')}`
    this.#change({ key, at, isAppended: true, ...this.#most }, this.#json(value))
    return key
  }

  put(key: string, value: unknown): void {
    this.#refuseKey(key)
    this.#change({ key, at: this.now(), ...this.#most }, this.#json(value))
  }

  delete(key: string): void {
    this.#refuseKey(key)
    this.#change({ key, at: this.now() }, undefined)
  }

  async get(key: string): Promise<unknown> {
    const changed = this.#changes.get(key)
    if (changed) return changed.value === undefined ? undefined : this.#value(changed.value)
    const found = isKey(key) ? await this.stored.entry(this.address, key) : undefined
    return found && this.#value(found.value)
  }

  async page(query: EntriesPageQuery = {}): Promise<EntriesPage<unknown>> {
    const { after, newestFirst: isBackward = false, limit = usualPage } = query
    const asked = Math.trunc(Math.min(Math.max(limit, 1), mostOfPage)) || usualPage
    const keys = keysOf(query)
    const range = after === undefined ? keys : isBackward ? before(keys, after) : behind(keys, after)
    // As many more as may be gone by what the request has changed.
    const wanted = asked + 1 + this.#changes.size
    const stored = await this.stored.range(this.address, { ...range, limit: wanted, isBackward })
    const found = this.#withChanges(stored, range, isBackward)
    const items = found.slice(0, asked).map((one) => ({ ...one, value: this.#value(one.value) }))
    return { items, next: found.length > asked ? (items.at(-1)?.key ?? null) : null }
  }

  async count(query: EntriesQuery = {}): Promise<number> {
    const keys = keysOf(query)
    let count = await this.stored.count(this.address, keys)
    for (const { entry, value } of this.#changes.values()) {
      if (!isWithin(entry.key, keys)) continue
      const isThere = !entry.isAppended && (await this.stored.entry(this.address, entry.key)) !== undefined
      count += Number(value !== undefined) - Number(isThere)
    }
    return count
  }

  /** What is to be stored. */
  get changes(): Iterable<EntryChange> {
    return this.#changes.values()
  }

  #change(entry: EntryPlace, value: Json | undefined): void {
    // One that was added in this very call was never stored.
    if (value === undefined && this.#changes.get(entry.key)?.entry.isAppended) this.#changes.delete(entry.key)
    else this.#changes.set(entry.key, { entry, value })
    if (this.#changes.size <= mostChanges) return
    throw tooLarge(
      this.address.id,
      `One call changed more than ${mostChanges} entries of '${this.definition.olxName}'.`,
    )
  }

  get #most(): { readonly most: number } {
    const { field, scope } = this.definition
    return { most: field.options.most ?? (scope.user === 'one' ? 10_000 : 1_000_000) }
  }

  /** The stored form of a value of the collection's type. */
  #json(value: unknown): Json {
    const { items } = this.definition.field
    const json = this.#naming(() => {
      const made = items.toJson(value)
      items.fromJson(made)
      return made
    })
    if (JSON.stringify(json).length <= mostCharacters) return json
    throw tooLarge(
      this.address.id,
      `An entry of '${this.definition.olxName}' is more than ${mostCharacters} characters of JSON.`,
    )
  }

  #value(json: Json): unknown {
    return this.#naming(() => this.definition.field.items.fromJson(json))
  }

  #naming<T>(run: () => T): T {
    try {
      return run()
    } catch (thrown) {
      if (!(thrown instanceof CompositorError) || thrown.code !== 'field-value') throw thrown
      throw new CompositorError(
        'field-value',
        `An entry of '${this.definition.olxName}': ${thrown.message}`,
        {
          cause: thrown,
        },
      )
    }
  }

  #withChanges(
    stored: readonly StoredEntry[],
    range: EntryKeys,
    isBackward: boolean,
  ): readonly StoredEntry[] {
    if (this.#changes.size === 0) return stored
    const found = stored.filter(({ key }) => !this.#changes.has(key))
    for (const { entry, value } of this.#changes.values())
      if (value !== undefined && isWithin(entry.key, range))
        found.push({ key: entry.key, at: entry.at, value })
    found.sort((one, other) => (one.key < other.key ? -1 : 1))
    return isBackward ? found.reverse() : found
  }

  #refuseKey(key: unknown): asserts key is string {
    if (isKey(key)) return
    throw new CompositorError(
      'field-value',
      `A key of '${this.definition.olxName}' is 1 to ${longestKey} printable ASCII characters without spaces, received ${JSON.stringify(key)?.slice(0, 80)}; encodeURIComponent makes one of a text.`,
    )
  }
}

function isKey(key: unknown): key is string {
  return typeof key === 'string' && key.length <= longestKey && /^[!-~]+$/.test(key)
}

/** What keys of entries begin with that were appended at a moment; they sort as the moments do. */
function timeKey(at: number): string {
  return String(Math.trunc(Math.max(0, at))).padStart(13, '0')
}

function keysOf({ startsWith = '', since, until }: EntriesQuery): EntryKeys {
  const from = [startsWith, since === undefined ? '' : timeKey(since)]
  const to = [
    ...(startsWith === '' ? [] : [`${startsWith}\u007f`]),
    ...(until === undefined ? [] : [timeKey(until)]),
  ]
  return { from: from.reduce((one, other) => (one > other ? one : other)), to: to.toSorted()[0] }
}

function behind({ from = '', to }: EntryKeys, after: string): EntryKeys {
  // A space comes before all that a key may hold.
  const next = `${after} `
  return { from: next > from ? next : from, to }
}

function before({ from, to }: EntryKeys, after: string): EntryKeys {
  return { from, to: to !== undefined && to < after ? to : after }
}

function isWithin(key: string, { from = '', to }: EntryKeys): boolean {
  return key >= from && (to === undefined || key < to)
}

function tooLarge(usage: string, message: string): CompositorError {
  return new CompositorError('learner-state-too-large', `${message} Nothing was stored.`, { usage })
}
