import { changedRecord, collectionOf, entriesInMemory } from '../../runtime/block/entries-in-memory.js'
import {
  scopes,
  type EntriesAddress,
  type FieldData,
  type FieldUpdate,
  type JsonObject,
  type RecordAddress,
} from '../../runtime/index.js'

/** Learners' field values in memory, of every scope. */
export class MemoryFieldData {
  readonly #records = new Map<string, JsonObject>()

  /** What one learner reads: their own values, and those all learners share. */
  of(learner: string): FieldData {
    const entries = entriesInMemory((address) => this.#records.get(place(learner, address)))
    return { record: (address) => this.record(learner, address), entries }
  }

  /** Learners who have a value of their own at a block, in the order of their ids. */
  learnersAt(usage: string): readonly string[] {
    const learners = new Set<string>()
    for (const name of this.#records.keys()) {
      const [learner, family, scope, id] = JSON.parse(name) as readonly (string | null)[]
      if (
        typeof learner === 'string' &&
        family !== 'xblock_asides.v1' &&
        scope === 'userState' &&
        id === usage
      )
        learners.add(learner)
    }
    return [...learners].toSorted()
  }

  record(learner: string, address: RecordAddress): JsonObject | undefined {
    return this.#records.get(place(learner, address))
  }

  /** Forgets a learner's own values at a block, with what it collected of them. @returns whether there were any */
  delete(learner: string, usage: string): boolean {
    const own = [...this.#records.keys()].filter((name) => {
      const [whose, , scope, id] = JSON.parse(name) as readonly (string | null)[]
      return whose === learner && scope === 'userState' && id === usage
    })
    for (const name of own) this.#records.delete(name)
    return own.length > 0
  }

  save(learner: string, updates: Iterable<FieldUpdate>): void {
    for (const update of updates) {
      const name = place(learner, collectionOf(update) ?? update)
      this.#records.set(name, changedRecord(this.#records.get(name) ?? {}, update))
    }
  }
}

function place(learner: string, address: RecordAddress | EntriesAddress): string {
  const { scope, id, family = 'xblock.v1' } = address
  const collection = 'collection' in address ? [address.collection] : []
  return JSON.stringify([scopes[scope].user === 'one' ? learner : null, family, scope, id, ...collection])
}
