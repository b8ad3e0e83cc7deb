import type { Records } from '../../store/index.js'
import { learnerOfKey, learnersOfPrefix, recordKey, resultKey } from './record-key.js'

/** Learners read at a time. */
const pageSize = 500

/**
 * Gives blocks that were renamed what is kept of learners under their old keys, where there is nothing under the new ones; the old
 * records stay. It may be done again.
 * @param renamed new usage keys by old ones, as text
 * @returns how many records were written
 * @throws CompositorError `store-full`, `store-unavailable`
 */
export async function copyRenamedRecords(
  records: Records,
  renamed: Readonly<Record<string, string>>,
): Promise<number> {
  let written = 0
  for (const [old, now] of Object.entries(renamed)) {
    const all = { scope: 'userStateSummary', family: 'xblock.v1' } as const
    written += await copied(
      records,
      new Map([[recordKey({ ...all, id: old }, ''), recordKey({ ...all, id: now }, '')]]),
    )
    const prefix = learnersOfPrefix(old)
    const to = `${prefix}\u007f`
    for (let from = prefix; ;) {
      const page = await records.range({ from, to, limit: pageSize })
      for (const { text: learner } of page) {
        const keys = new Map([[resultKey(learner, old), resultKey(learner, now)]])
        for (const family of ['xblock.v1', 'xblock_asides.v1'] as const) {
          const state = { scope: 'userState', family } as const
          keys.set(recordKey({ ...state, id: old }, learner), recordKey({ ...state, id: now }, learner))
        }
        written += await copied(records, keys, new Map([[learnerOfKey(now, learner), learner]]))
      }
      const last = page.at(-1)
      if (last === undefined || page.length < pageSize) break
      from = `${last.key}\u0021`
    }
  }
  return written
}

/** Copies records to keys that have none. */
async function copied(
  records: Records,
  keys: ReadonlyMap<string, string>,
  beside: ReadonlyMap<string, string> = new Map(),
): Promise<number> {
  const texts = await records.read([...keys.keys(), ...keys.values()])
  const writes = new Map<string, string>()
  for (const [old, now] of keys) {
    const text = texts.get(old)
    if (text !== undefined && !texts.has(now)) writes.set(now, text)
  }
  if (writes.size === 0) return 0
  const expected = new Map([...writes.keys()].map((key) => [key, undefined] as const))
  const { committed } = await records.commit({ expected, writes: new Map([...writes, ...beside]) })
  // Whoever was faster has written what is newer.
  return committed ? writes.size : 0
}
