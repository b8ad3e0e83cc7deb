import type { EntriesAddress, FieldUpdate } from '../../runtime/block/index.js'
import type { LearnerBatch } from './learner-batch.js'
import type { KeptEntry } from './kept-entries.js'
import { entryKey, isOfAll } from './record-key.js'

/** An update of an entry of a collection. */
export type EntryUpdate = FieldUpdate & { readonly entry: NonNullable<FieldUpdate['entry']> }

/** Whether an update is of an entry of a collection. */
export function isOfEntry(update: FieldUpdate): update is EntryUpdate {
  return update.entry !== undefined
}

/** Where the entries are that an update is one of. */
export function entriesOf({ scope, id, family, field }: FieldUpdate): EntriesAddress {
  return { scope, id, ...(family && { family }), collection: field }
}

/** Where the entry of an update is kept. */
export function keyOfEntry(update: EntryUpdate, learner: string): string {
  return entryKey(entriesOf(update), learner, update.entry.key)
}

/** Whether an update needs to know what stood there: of collections of all learners, what has a key that others may have, too. */
export function restsOnEntry({ scope, entry }: EntryUpdate): boolean {
  return isOfAll(scope) && !entry.isAppended
}

/**
 * The number of an entry of all learners, once it is stored: it grows with each commit, and with the time, so that one that is set
 * after it was deleted has a larger one.
 */
export function entryVersion(update: EntryUpdate, batch: Pick<LearnerBatch, 'learner' | 'text'>): number {
  const { at } = update.entry
  if (!restsOnEntry(update)) return at
  const before = batch.text(keyOfEntry(update, batch.learner))
  return Math.max(at, before === undefined ? 0 : ((JSON.parse(before) as KeptEntry).version ?? 0) + 1)
}

/** What entries are written as, by key; undefined for those that go. */
export function* entryTexts(
  updates: readonly FieldUpdate[],
  batch: LearnerBatch,
): Iterable<[string, string | undefined]> {
  for (const update of updates) {
    if (!isOfEntry(update)) continue
    const { entry, scope, value } = update
    const version = isOfAll(scope) ? { version: entryVersion(update, batch) } : {}
    const kept =
      value === undefined
        ? undefined
        : JSON.stringify({ ...version, at: entry.at, value } satisfies KeptEntry)
    yield [keyOfEntry(update, batch.learner), kept]
  }
}
