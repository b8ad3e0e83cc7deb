import { escapeLooseColons } from '../../runtime/keys/key-escaping.js'
import type { Records } from '../../store/index.js'
import type { StoredRecord } from './learner-batch.js'
import { parsedRecord } from './parsed-record.js'
import { learnedUsages, referredBeginnings } from './learned-usages.js'
import { renamedName } from './log-line.js'
import {
  entriesAtPrefix,
  families,
  learnerOfKey,
  learnersOfPrefix,
  outboxKey,
  recordKey,
  resultKey,
} from './record-key.js'

/** Learners read at a time. */
const pageSize = 500

/**
 * Keys of library blocks at which learners have something, that are others by now as the reference that brings them was renamed.
 * @param renamed new usage keys by old ones, as text
 * @param newest the key that a block has, of one that it had
 * @returns new usage keys by old ones
 * @throws CompositorError `store-unavailable`
 */
export async function renamedByReference(
  records: Records,
  renamed: Readonly<Record<string, string>>,
  newest: (usage: string) => string,
): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const begin of Object.keys(renamed).flatMap((key) => referredBeginnings(escapeLooseColons(key))))
    for await (const usage of learnedUsages(records, begin)) {
      const now = newest(usage)
      if (now !== usage) found[usage] = now
    }
  return found
}

/**
 * Gives blocks that were renamed what is kept of learners under their old keys, where that is newer than what stands under the new ones:
 * of two records of one block the newer was stored oftener. The old records stay. It may be done again.
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
    const all = families.map((family) => {
      const state = { scope: 'userStateSummary', family } as const
      return [recordKey({ ...state, id: old }, ''), recordKey({ ...state, id: now }, '')] as const
    })
    written += await copied(records, { states: all })
    written += await copiedEntries(records, 'userStateSummary', { old, now }, '')
    const prefix = learnersOfPrefix(old)
    const to = `${prefix}\u007f`
    for (let from = prefix; ;) {
      const page = await records.range({ from, to, limit: pageSize })
      for (const { text: learner } of page) {
        const states = families.map((family) => {
          const state = { scope: 'userState', family } as const
          return [
            recordKey({ ...state, id: old }, learner),
            recordKey({ ...state, id: now }, learner),
          ] as const
        })
        const result = [resultKey(learner, old), resultKey(learner, now)] as const
        const note = [learnerOfKey(now, learner), learner] as const
        written += await copied(records, { states, result, note })
        written += await copiedEntries(records, 'userState', { old, now }, learner, note)
      }
      const last = page.at(-1)
      if (last === undefined || page.length < pageSize) break
      from = `${last.key}\u0021`
    }
  }
  return written
}

/**
 * Tells the event log of blocks that were renamed, so that what learners did follows from its lines alone.
 * @param at epoch milliseconds
 * @throws CompositorError `store-full`, `store-unavailable`
 */
export async function tellRenamed(
  records: Records,
  context: string,
  renamed: Readonly<Record<string, string>>,
  at: number,
): Promise<void> {
  if (Object.keys(renamed).length === 0) return
  for (let number = at; ; number++) {
    // It is no learner's, so no number of theirs orders it.
    const key = outboxKey('', number, 0)
    const line = {
      id: `${context}:${number}:0`,
      time: new Date(at).toISOString(),
      event_type: renamedName,
      name: renamedName,
      event_source: 'server',
      context: { course_id: context, user_id: '' },
      event: { renamed },
    }
    const writes = new Map([[key, JSON.stringify(line)]])
    if ((await records.commit({ expected: new Map([[key, undefined]]), writes })).committed) return
  }
}

/** Records of one block, each by its old key and its new one. */
interface RenamedRecords {
  readonly states: readonly (readonly [old: string, now: string])[]
  readonly result?: readonly [old: string, now: string]
  /** What is written beside them. */
  readonly note?: readonly [key: string, text: string]
}

async function copied(records: Records, { states, result, note }: RenamedRecords): Promise<number> {
  const all = result ? [...states, result] : states
  const texts = await records.read(all.flat())
  const newer = states.filter(([old, now]) => versionAt(old, texts) > versionAt(now, texts))
  const isResultNew = result && texts.has(result[0]) && (newer.length > 0 || !texts.has(result[1]))
  const taken = isResultNew ? [...newer, result] : newer
  if (taken.length === 0) return 0
  const expected = new Map(taken.map(([, now]) => [now, texts.get(now)] as const))
  const writes = new Map(taken.map(([old, now]) => [now, texts.get(old) ?? ''] as const))
  if (note) writes.set(...note)
  const { committed } = await records.commit({ expected, writes })
  // Whoever was faster has written what is newer.
  return committed ? taken.length : 0
}

/** Entries of collections that are not there under the new key. */
async function copiedEntries(
  records: Records,
  scope: 'userState' | 'userStateSummary',
  { old, now }: { readonly old: string; readonly now: string },
  learner: string,
  note?: readonly [key: string, text: string],
): Promise<number> {
  const [prefix, newPrefix] = [old, now].map((id) => entriesAtPrefix({ scope, id }, learner))
  let written = 0
  for (let from = prefix ?? ''; ;) {
    const page = await records.range({ from, to: `${prefix}\u007f`, limit: pageSize })
    const last = page.at(-1)
    if (last === undefined) return written
    const renamed = new Map(page.map(({ key, text }) => [`${newPrefix}${key.slice(prefix?.length)}`, text]))
    for (const key of (await records.read([...renamed.keys()])).keys()) renamed.delete(key)
    if (renamed.size > 0) {
      const expected = new Map([...renamed.keys()].map((key) => [key, undefined] as const))
      const writes = new Map<string, string>(note ? [...renamed, note] : renamed)
      // Whoever was faster has written what is newer.
      if ((await records.commit({ expected, writes })).committed) written += renamed.size
    }
    if (page.length < pageSize) return written
    from = `${last.key}!`
  }
}

function versionAt(key: string, texts: ReadonlyMap<string, string>): number {
  const text = texts.get(key)
  return text === undefined ? -1 : (parsedRecord(key, text) as StoredRecord).version
}
