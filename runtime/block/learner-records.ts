import { keyNamedBeside, parseUsageKey } from '../keys/index.js'
import type { JsonObject } from '../values/json.js'

/** What is stored of a learner at one block. */
export interface LearnerRecord {
  /** Values of scope user_state, by OLX name; empty where nothing is stored. */
  readonly state: JsonObject
  /** Raw points; absent where the block was not graded. */
  readonly grade?: { readonly earned: number; readonly possible: number }
  /** From 0, not begun, to 1, done. */
  readonly completion: number
}

/** Most blocks that one choice may look at; content is not trusted. */
const mostRecords = 100

/**
 * The records at blocks that content names.
 * @param names usage keys as authors wrote them @param usage the block that names them @param read gives one record
 */
export function learnerRecords(
  names: readonly string[],
  usage: string,
  read: (usage: string) => LearnerRecord,
): ReadonlyMap<string, LearnerRecord> {
  const records = new Map<string, LearnerRecord>()
  if (names.length === 0) return records
  const beside = parseUsageKey(usage)
  for (const name of names.slice(0, mostRecords)) {
    const key = keyNamedBeside(name, beside)
    if (key !== undefined) records.set(name, read(key.toString()))
  }
  return records
}
