import type { ScopeName } from '../field/scope.js'
import type { Json } from '../values/json.js'

/** Where the entries of one collection of a block are kept; the learner is implied. */
export interface EntriesAddress {
  readonly scope: ScopeName
  /** Usage key, definition hash or block type, by the scope's block part; empty for all blocks. */
  readonly id: string
  /** The block family, as in addresses of records. */
  readonly family?: 'xblock.v1' | 'xblock_asides.v1' | 'files.v1' | 'exceptions.v1'
  /** OLX name of the collection. */
  readonly collection: string
}

/** An entry as it is stored. */
export interface StoredEntry {
  readonly key: string
  /** When it was stored with this value, in epoch milliseconds. */
  readonly at: number
  readonly value: Json
}

/** Keys of entries, in the order of their characters' codes. */
export interface EntryKeys {
  /** The first key that may be among them, and the first that is behind them. */
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** Which entries of a range are read. */
export interface EntriesRange extends EntryKeys {
  readonly limit: number
  /** Whether it is read from its end; what is answered then begins with the last. */
  readonly isBackward?: boolean
}

/** The stored entries of collections, as one learner has them; read when they are asked for, and no more of them than that. */
export interface StoredEntries {
  /** One entry. What is stored of the work rests on it: where it has changed meanwhile, the work is done again. */
  entry(address: EntriesAddress, key: string): Promise<StoredEntry | undefined>
  range(address: EntriesAddress, range: EntriesRange): Promise<readonly StoredEntry[]>
  count(address: EntriesAddress, keys: EntryKeys): Promise<number>
}

/** What is to be stored of one entry of a collection, beside its value. */
export interface EntryPlace {
  readonly key: string
  /** Epoch milliseconds. */
  readonly at: number
  /** Whether its key was made for it, so that no other entry can have it. */
  readonly isAppended?: true
  /** About how many entries its collection may have. */
  readonly most?: number
}
