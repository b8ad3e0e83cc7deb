import type { RecordAddress } from '../../runtime/block/index.js'
import type { JsonObject } from '../../runtime/values/index.js'
import type { Records } from '../../store/index.js'
import type { BlockResult } from './block-result.js'
import type { StoredRecord } from './learner-batch.js'
import { parsedRecord } from './parsed-record.js'
import { learnerPart, recordKey } from './record-key.js'
import { usageBeginnings } from './learned-usages.js'
import { versionlessKey } from './versionless-key.js'

/** Records of one learner that are read at a time. */
const batch = 500

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
  const own = versionlessKey(usage)
  let [count, sum] = [0, 0]
  for await (const [key, { grade }] of resultsIn(records, learner, context)) {
    if (key === own || !grade || grade.possible <= 0) continue
    count++
    sum += grade.earned / grade.possible
  }
  return count === 0 ? undefined : sum / count
}

/** What a learner achieved at the blocks of a context, by usage key as text, some read at a time. @throws CompositorError `store-unavailable` */
export async function* resultsIn(
  records: Records,
  learner: string,
  context: string,
): AsyncGenerator<readonly [usage: string, result: BlockResult]> {
  for await (const [usage, result] of inContext(records, `result ${learnerPart(learner)} `, context))
    yield [usage, result as BlockResult]
}

/** A learner's own values at the blocks of a context, by usage key as text, some read at a time. @throws CompositorError `store-unavailable` */
export async function* valuesIn(
  records: Records,
  learner: string,
  context: string,
): AsyncGenerator<readonly [usage: string, values: JsonObject]> {
  for await (const [usage, record] of inContext(records, `userState ${learnerPart(learner)} `, context))
    yield [usage, (record as StoredRecord).values]
}

async function* inContext(
  records: Records,
  prefix: string,
  context: string,
): AsyncGenerator<readonly [usage: string, record: unknown]> {
  for (const begin of usageBeginnings(context)) {
    const to = `${prefix}${begin}\u007f`
    for (let from = prefix + begin; ;) {
      const found = await records.range({ from, to, limit: batch })
      for (const { key, text } of found) yield [key.slice(prefix.length), parsedRecord(key, text)]
      const last = found.at(-1)
      if (!last || found.length < batch) break
      from = `${last.key} `
    }
  }
}
