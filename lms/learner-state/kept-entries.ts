import type {
  EntriesAddress,
  EntriesRange,
  EntryKeys,
  StoredEntries,
  StoredEntry,
} from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import type { Json } from '../../runtime/values/index.js'
import type { KeyRange, Records } from '../../store/index.js'
import { parsedRecord } from './parsed-record.js'
import { entriesAtPrefix, entriesPrefix, entryIn, entryKey, isOfAll } from './record-key.js'

/** An entry of a collection as it stands in a store. */
export interface KeptEntry {
  /** Of a collection of all learners, a number that grows whenever it is stored: commits of two learners have no other order. */
  readonly version?: number
  /** Epoch milliseconds. */
  readonly at: number
  readonly value: Json
}

/** The entries of collections as one learner has them, read of the store when they are asked for. */
export class KeptEntries implements StoredEntries {
  /** @param onRead told of each entry of all learners that was looked at by itself, with its text */
  constructor(
    private readonly learner: string,
    private readonly records: Pick<Records, 'read' | 'range' | 'count'>,
    private readonly onRead?: (key: string, text: string | undefined) => void,
  ) {}

  async entry(address: EntriesAddress, key: string): Promise<StoredEntry | undefined> {
    const place = entryKey(address, this.learner, key)
    const text = (await this.#asked(() => this.records.read([place]))).get(place)
    if (isOfAll(address.scope)) this.onRead?.(place, text)
    return text === undefined ? undefined : entryOf(place, key, text)
  }

  async range(
    address: EntriesAddress,
    { limit, isBackward, ...keys }: EntriesRange,
  ): Promise<readonly StoredEntry[]> {
    const prefix = entriesPrefix(address, this.learner)
    const range = { ...within(prefix, keys), limit, isBackward }
    const found = await this.#asked(() => this.records.range(range))
    return found.map(({ key, text }) => entryOf(key, key.slice(prefix.length), text))
  }

  count(address: EntriesAddress, keys: EntryKeys): Promise<number> {
    const range = within(entriesPrefix(address, this.learner), keys)
    return this.#asked(() => this.records.count(range))
  }

  async #asked<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask()
    } catch (thrown) {
      throw CompositorError.from(thrown, 'store-unavailable')
    }
  }
}

/** Entries of a learner's own collections at a block, by the name of each. */
export type LearnersEntries = Readonly<Record<string, readonly StoredEntry[]>>

/** All that a learner has in collections of their own at a block; undefined for nothing. @throws CompositorError `store-unavailable` */
export async function entriesOfLearner(
  records: Pick<Records, 'range'>,
  usage: string,
  learner: string,
): Promise<LearnersEntries | undefined> {
  const prefix = entriesAtPrefix({ scope: 'userState', id: usage }, learner)
  const found = await records.range({ from: prefix, to: `${prefix}\u007f` })
  if (found.length === 0) return undefined
  const entries: Record<string, StoredEntry[]> = {}
  for (const { key: place, text } of found) {
    const { collection, key } = entryIn(place, prefix)
    ;(entries[collection] ??= []).push(entryOf(place, key, text))
  }
  return entries
}

function within(prefix: string, { from = '', to = '\u007f' }: EntryKeys): Pick<KeyRange, 'from' | 'to'> {
  return { from: `${prefix}${from}`, to: `${prefix}${to}` }
}

function entryOf(place: string, key: string, text: string): StoredEntry {
  const { at, value } = parsedRecord(place, text) as KeptEntry
  return { key, at, value }
}
