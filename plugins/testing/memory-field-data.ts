import {
  scopes,
  type FieldData,
  type FieldUpdate,
  type Json,
  type JsonObject,
  type RecordAddress,
} from '../../runtime/index.js'

/** Learners' field values in memory, of every scope. */
export class MemoryFieldData {
  readonly #records = new Map<string, Readonly<Record<string, Json>>>()

  /** What one learner reads: their own values, and those all learners share. */
  of(learner: string): FieldData {
    return { record: (address) => this.record(learner, address) }
  }

  record(learner: string, address: RecordAddress): JsonObject | undefined {
    return this.#records.get(place(learner, address))
  }

  save(learner: string, updates: Iterable<FieldUpdate>): void {
    for (const { field, value, ...address } of updates) {
      const name = place(learner, address)
      const { [field]: _old, ...rest } = this.#records.get(name) ?? {}
      this.#records.set(name, value === undefined ? rest : { ...rest, [field]: value })
    }
  }
}

function place(learner: string, { scope, id, family = 'xblock.v1' }: RecordAddress): string {
  return JSON.stringify([scopes[scope].user === 'one' ? learner : null, family, scope, id])
}
