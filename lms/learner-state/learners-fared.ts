import type { RecordAddress } from '../../runtime/block/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import type { JsonObject } from '../../runtime/values/index.js'
import type { Records } from '../../store/index.js'
import type { BlockResult } from './block-result.js'
import type { StoredRecord } from './learner-batch.js'
import { parsedRecord } from './parsed-record.js'
import { learnerPart, recordKey, resultKey } from './record-key.js'

/** Results of one learner that are looked at. */
const mostResults = 1000

/** The learner's own values at a block, or those of one family beside them, by learner; in one read. @throws CompositorError `store-unavailable` */
export async function valuesAt(
  records: Records,
  usage: string,
  learners: readonly string[],
  family: RecordAddress['family'] = 'xblock.v1',
): Promise<ReadonlyMap<string, JsonObject>> {
  const keys = learners.map((learner) => recordKey({ scope: 'userState', id: usage, family }, learner))
  const found = await records.read(keys)
  const values = new Map<string, JsonObject>()
  for (const [place, learner] of learners.entries()) {
    const key = keys[place] ?? ''
    const text = found.get(key)
    if (text !== undefined) values.set(learner, (parsedRecord(key, text) as StoredRecord).values)
  }
  return values
}

/**
 * The mean share of the points, from 0 to 1, that a learner has at the graded blocks of a context besides one; undefined where
 * there are none. Blocks whose keys are kept as hashes are left out. @throws CompositorError `store-unavailable`
 */
export async function shareElsewhere(
  records: Records,
  learner: string,
  context: string,
  usage: string,
): Promise<number | undefined> {
  const prefix = `result ${learnerPart(learner)} `
  const found = await records.range({ from: prefix, to: `${prefix}\u007f`, limit: mostResults })
  const own = resultKey(learner, usage)
  let [count, sum] = [0, 0]
  for (const { key, text } of found) {
    if (key === own || contextOf(key.slice(prefix.length)) !== context) continue
    const { grade } = parsedRecord(key, text) as BlockResult
    if (!grade || grade.possible <= 0) continue
    count++
    sum += grade.earned / grade.possible
  }
  return count === 0 ? undefined : sum / count
}

function contextOf(usage: string): string | undefined {
  if (usage.startsWith('#')) return undefined
  try {
    return parseUsageKey(usage).context.withoutBranchOrVersion().toString()
  } catch {
    return undefined
  }
}
