import {
  scopes,
  type FieldData,
  type FieldUpdate,
  type JsonObject,
  type RecordAddress,
} from '../../runtime/index.js'

/** Everything learners have stored in a scenario, as plain data; never changed in place, so that a point in time keeps it. */
export type LearnerRecords = Readonly<Record<string, JsonObject>>

/** What one learner reads of the records: their own, and what all learners share. */
export function fieldDataOf(records: LearnerRecords, learner: string): FieldData {
  return {
    learner,
    record: (address) => {
      const name = recordName(learner, address)
      return Object.hasOwn(records, name) ? records[name] : undefined
    },
  }
}

/** The records after a learner's changes; an undefined value is forgotten. */
export function savedRecords(
  records: LearnerRecords,
  learner: string,
  updates: readonly FieldUpdate[],
): LearnerRecords {
  const after: Record<string, JsonObject> = { ...records }
  for (const { field, value, ...address } of updates) {
    const name = recordName(learner, address)
    const { [field]: _old, ...rest } = after[name] ?? {}
    after[name] = value === undefined ? rest : { ...rest, [field]: value }
  }
  return after
}

function recordName(learner: string, { scope, id, family = 'xblock.v1' }: RecordAddress): string {
  return JSON.stringify([scopes[scope].user === 'one' ? learner : null, family, scope, id])
}
