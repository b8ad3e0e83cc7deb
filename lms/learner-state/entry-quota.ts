import { lastUsed } from '../../runtime/values/last-used.js'
import type { FieldUpdate } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import type { Records } from '../../store/index.js'
import { entriesOf, isOfEntry } from './changed-entries.js'
import { entriesPrefix } from './record-key.js'

/** Collections of which it is known how many entries were added here since they were counted. */
const mostKnown = 10_000

/**
 * Keeps collections within what they may have. They are counted once in a twentieth of that, so that adding an entry does not cost
 * what there is.
 */
export class EntryQuota {
  readonly #added = lastUsed<number>(mostKnown)

  constructor(private readonly records: Pick<Records, 'count'>) {}

  /** @throws CompositorError `collection-full`, `store-unavailable` */
  async refuseFull(updates: readonly FieldUpdate[], learner: string): Promise<void> {
    const adding = new Map<string, { count: number; readonly most: number; readonly update: FieldUpdate }>()
    for (const update of updates) {
      if (!isOfEntry(update) || update.value === undefined) continue
      const { most } = update.entry
      if (most === undefined) continue
      const prefix = entriesPrefix(entriesOf(update), learner)
      const known = adding.get(prefix)
      if (known) known.count++
      else adding.set(prefix, { count: 1, most, update })
    }
    for (const [prefix, { count, most, update }] of adding) {
      const added = (this.#added.get(prefix) ?? 0) + count
      if (added < most / 20) {
        this.#added.set(prefix, added)
        continue
      }
      const there = await this.records.count({ from: prefix, to: `${prefix}\u007f` })
      if (there + count > most) throw full(update, most)
      this.#added.set(prefix, 0)
    }
  }
}

function full({ field, id }: FieldUpdate, most: number): CompositorError {
  return new CompositorError(
    'collection-full',
    `'${field}' of '${id.slice(0, 300)}' has as many entries as it may: about ${most}; nothing was stored.`,
    { usage: id },
  )
}
