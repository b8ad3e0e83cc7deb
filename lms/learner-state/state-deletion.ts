import { CompositorError } from '../../runtime/errors/index.js'
import type { RecordAddress } from '../../runtime/block/index.js'
import type { Records } from '../../store/index.js'
import type { BlockResult } from './block-result.js'
import { logTexts, type ChangedField } from './change-log.js'
import { trailWithout, type CourseTrail, type TrailStep } from './course-trail.js'
import type { StoredRecord } from './learner-batch.js'
import type { ChangeLog } from './learner-change.js'
import { parsedRecord } from './parsed-record.js'
import {
  entriesAtPrefix,
  learnerOfKey,
  recordKey,
  resultKey,
  stateOfBlocks,
  stateVersionKey,
  trailKey,
  untoldKey,
} from './record-key.js'
import { untoldText, type UntoldDeletion } from './untold-deletions.js'

/** What is deleted of a learner at a block. */
export interface StateDeletion {
  readonly learner: string
  readonly usage: string
  /** What the event log is told where there was anything. */
  readonly log?: ChangeLog
  /** Keys that the block had before it was renamed. */
  readonly former?: readonly string[] | undefined
  /** Where it stands, so that what was done there counts no longer. */
  readonly step?: TrailStep | undefined
  /** Whose it was, where the block's type is to be told of it: kept in the same commit until it is. */
  readonly untold?: (Pick<UntoldDeletion, 'at'> & UntoldDeletion['learner']) | undefined
}

/** How often it is tried while others store something of the same learner. */
const tries = 40

/**
 * Deletes the learner's own values at a block with its grade and completion, all at once or not at all. Work on the
 * learner that is under way is done again.
 * @param sendsStates whether the event log is told of every field that changes, too
 * @returns whether there was anything to delete
 * @throws CompositorError `store-full`, `store-unavailable`, `learner-write-conflict`
 */
export async function deleteStored(
  records: Records,
  { learner, usage, log, former = [], step, untold }: StateDeletion,
  sendsStates: boolean,
): Promise<boolean> {
  const usages = [usage, ...former]
  const states = usages.flatMap((id) =>
    stateOfBlocks.map((family) => {
      const address = { scope: 'userState', id, ...(family !== 'xblock.v1' && { family }) } as const
      return { address, key: recordKey(address, learner) }
    }),
  )
  const results = new Map(usages.map((id) => [id, resultKey(learner, id)]))
  const notes = usages.map((id) => learnerOfKey(id, learner))
  const keys = [...states.map(({ key }) => key), ...results.values(), ...notes]
  const versionKey = stateVersionKey(learner)
  const trailOf = step && trailKey(learner, step.context)
  const wanted = [versionKey, ...keys, ...(trailOf === undefined ? [] : [trailOf])]
  for (let tried = 0; tried < tries; tried++) {
    const found = await records.read(wanted)
    const entries = await entriesAt(records, learner, usages)
    const stored = [...keys.filter((key) => found.has(key)), ...[...entries.values()].flat()]
    if (stored.length === 0) return false
    const version = Number(found.get(versionKey) ?? 0)
    const writes = new Map<string, string | undefined>(stored.map((key) => [key, undefined]))
    writes.set(versionKey, String(version + 1))
    const expected = new Map([[versionKey, found.get(versionKey)]])
    const read = <T>(key = ''): T | undefined => parsedAt<T>(found, key)
    // A block counts once, under whichever of its keys.
    const result = read<BlockResult>([...results.values()].find((key) => found.has(key)))
    const trail = step && trailWithout(step, read<CourseTrail>(trailOf), result)
    if (trail && trailOf !== undefined) writes.set(trailOf, JSON.stringify(trail.after))
    const state = {
      ...(log && { at: log.at }),
      ...(log?.staff && { staff: log.staff }),
      fields: states.flatMap(({ address, key }) => removedFields(address, key, found.get(key))),
      results: [...results].flatMap(([id, key]) => (found.has(key) ? [{ usage: id, result: null }] : [])),
      deleted: usages.filter(
        (id) =>
          states.some(({ address, key }) => address.id === id && found.has(key)) ||
          (entries.get(id)?.length ?? 0) > 0,
      ),
      ...(trail && { trail: trail.change }),
    }
    for (const [key, text] of logTexts({ learner, stateVersion: version + 1, state, log, sendsStates }))
      writes.set(key, text)
    if (untold) {
      const { at, ...of } = untold
      const own = states.find(({ address, key }) => !('family' in address) && found.has(key))
      const values = own ? (read<StoredRecord>(own.key)?.values ?? {}) : {}
      const text = untoldText({ usage, learner: of, values, isErased: false, at })
      writes.set(untoldKey(learner, usage, version + 1), text)
    }
    if ((await records.commit({ expected, writes })).committed) return true
  }
  throw new CompositorError(
    'learner-write-conflict',
    `What learner '${learner.slice(0, 80)}' did could not be deleted: it changed ${tries} times meanwhile.`,
  )
}

/** The keys of all entries of a learner's own collections at blocks. */
async function entriesAt(
  records: Records,
  learner: string,
  usages: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = usages.map(async (id) => {
    const prefix = entriesAtPrefix({ scope: 'userState', id }, learner)
    const entries = await records.range({ from: prefix, to: `${prefix}\u007f` })
    return [id, entries.map(({ key }) => key)] as const
  })
  return new Map(await Promise.all(found))
}

function parsedAt<T>(found: ReadonlyMap<string, string>, key: string): T | undefined {
  const text = found.get(key)
  return text === undefined ? undefined : (parsedRecord(key, text) as T)
}

function removedFields(address: RecordAddress, key: string, text: string | undefined): ChangedField[] {
  if (text === undefined) return []
  const { values } = parsedRecord(key, text) as StoredRecord
  return Object.keys(values).map((field) => ({ ...address, field, removed: true }))
}
