import { isJsonObject, type Json, type JsonObject } from '../values/json.js'
import type { FieldUpdate } from './field-values.js'
import type { EntriesAddress, EntryKeys, StoredEntries, StoredEntry } from './stored-entries.js'

/** Entries of collections that are members of records in memory, by their keys. @param recordOf the record of a collection */
export function entriesInMemory(
  recordOf: (address: EntriesAddress) => JsonObject | undefined,
): StoredEntries {
  const all = (address: EntriesAddress, { from = '', to }: EntryKeys): StoredEntry[] =>
    Object.entries(recordOf(address) ?? {})
      .filter(([key]) => key >= from && (to === undefined || key < to))
      .map(([key, kept]) => entryOf(key, kept))
      .sort((one, other) => (one.key < other.key ? -1 : 1))
  return {
    entry: async (address, key) => {
      const record = recordOf(address)
      const kept = record && Object.hasOwn(record, key) ? record[key] : undefined
      return kept === undefined ? undefined : entryOf(key, kept)
    },
    range: async (address, { limit, isBackward = false, ...keys }) => {
      const found = all(address, keys)
      return (isBackward ? found.reverse() : found).slice(0, limit)
    },
    count: async (address, keys) => all(address, keys).length,
  }
}

/** The collection that an update changes an entry of; undefined for one of a field. */
export function collectionOf({ scope, id, family, field, entry }: FieldUpdate): EntriesAddress | undefined {
  return entry && { scope, id, ...(family && { family }), collection: field }
}

/** A record after a change: of a field, or of an entry of a collection, which keeps when it was set. */
export function changedRecord(record: JsonObject, { field, entry, value }: FieldUpdate): JsonObject {
  const name = entry?.key ?? field
  const { [name]: _old, ...rest } = record
  if (value === undefined) return rest
  return { ...rest, [name]: entry ? { at: entry.at, value } : value }
}

function entryOf(key: string, kept: Json): StoredEntry {
  const { at = 0, value = null } = isJsonObject(kept) ? kept : {}
  return { key, at: Number(at), value }
}
