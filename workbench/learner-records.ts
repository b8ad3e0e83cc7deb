import { changedRecord, collectionOf, entriesInMemory } from '../runtime/block/entries-in-memory.js'
import {
  isJsonObject,
  scopes,
  type BlockEvent,
  type EntriesAddress,
  type FieldData,
  type FieldUpdate,
  type GivenGrade,
  type GradeDeed,
  type JsonObject,
  type RecordAddress,
} from '../runtime/index.js'

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
    entries: entriesInMemory((address) => {
      const name = recordName(learner, address)
      return Object.hasOwn(records, name) ? records[name] : undefined
    }),
  }
}

/** The records after a learner's changes; an undefined value is forgotten. */
export function savedRecords(
  records: LearnerRecords,
  learner: string,
  updates: readonly FieldUpdate[],
): LearnerRecords {
  const after: Record<string, JsonObject> = { ...records }
  for (const update of updates) {
    const name = recordName(learner, collectionOf(update) ?? update)
    after[name] = changedRecord(after[name] ?? {}, update)
  }
  return after
}

/** Grades and completion that blocks published, as changes of a record of its own for each block. */
export function resultUpdates(events: readonly BlockEvent[]): FieldUpdate[] {
  return events
    .filter(({ type }) => type === 'grade' || type === 'completion')
    .map(({ type, usageKey, payload }) => ({ ...resultAddress(usageKey), field: type, value: payload }))
}

/** A grade that staff gave, as a change of the record of its learner. @param at epoch milliseconds */
export function deedUpdate({ block, grade: { score, max, comment } }: GradeDeed, at: number): FieldUpdate {
  const value = { value: score, maxValue: max, at, ...(comment !== undefined && { comment }) }
  return { ...resultAddress(block.key), field: 'grade', value }
}

/** What a learner achieved at a block, as {@link resultUpdates} and {@link deedUpdate} kept it. */
export function resultAt(
  learner: FieldData,
  usage: string,
): { readonly grade?: GivenGrade; readonly completion: number } {
  const { grade = null, completion = null } = learner.record(resultAddress(usage)) ?? {}
  const { value: earned, maxValue: possible, at, comment } = isJsonObject(grade) ? grade : {}
  const { value } = isJsonObject(completion) ? completion : {}
  const said = typeof comment === 'string' ? { comment } : {}
  return {
    completion: typeof value === 'number' ? value : 0,
    ...(typeof earned === 'number' &&
      typeof possible === 'number' && {
        grade: { earned, possible, at: typeof at === 'number' ? at : 0, ...said },
      }),
  }
}

/** Those who have a value of their own at a block, in the order of their ids. */
export function learnersIn(records: LearnerRecords, usage: string): readonly string[] {
  const learners = new Set<string>()
  for (const name of Object.keys(records)) {
    const [learner, family, scope, id] = JSON.parse(name) as readonly (string | null)[]
    if (typeof learner === 'string' && family === 'xblock.v1' && scope === 'userState' && id === usage)
      learners.add(learner)
  }
  return [...learners].toSorted()
}

/** What everybody has of their own at blocks, block by block. */
export function statesIn(
  records: LearnerRecords,
): readonly { readonly learner: string; readonly usage: string; readonly values: JsonObject }[] {
  return Object.entries(records).flatMap(([name, values]) => {
    const [learner, family, scope, usage = '', collection] = JSON.parse(name) as readonly (string | null)[]
    const isState = typeof learner === 'string' && family === 'xblock.v1' && scope === 'userState'
    const isBlocks = isState && collection === undefined && usage !== null && !usage.startsWith(resultPrefix)
    return isBlocks ? [{ learner, usage, values }] : []
  })
}

function resultAddress(usage: string): RecordAddress {
  return { scope: 'userState', id: `${resultPrefix}${usage}` }
}

const resultPrefix = 'result '

function recordName(learner: string, address: RecordAddress | EntriesAddress): string {
  const { scope, id, family = 'xblock.v1' } = address
  const collection = 'collection' in address ? [address.collection] : []
  return JSON.stringify([scopes[scope].user === 'one' ? learner : null, family, scope, id, ...collection])
}
