import { CompositorError } from '../../runtime/errors/index.js'
import { scopes } from '../../runtime/field/scope.js'
import type { KeyRange, Records, RecordsCommit, StoredText } from '../../store/index.js'
import { notesInContexts } from './course-learners.js'
import { forgetMade } from './made-of-learners.js'
import type { StoredRecord } from './learner-batch.js'
import { parsedRecord } from './parsed-record.js'
import { erasedName } from './log-line.js'
import { sharedLine } from './shared-line.js'
import { untoldText, type UntoldDeletion } from './untold-deletions.js'
import { stateLineOf, type ChangedState } from './change-log.js'
import {
  kindsOf,
  learnerPart,
  logKey,
  logPrefix,
  outboxKey,
  outboxStateKey,
  stateVersionKey,
  untoldKey,
} from './record-key.js'

/** Who is erased, and when. */
export interface ErasedLearner {
  readonly learner: string
  /** The anonymous id that the learner's lines for the event log name. */
  readonly userId: string
  /** Epoch milliseconds. */
  readonly at: number
  /** Whether somebody asked to be sent what changes of learners, too. */
  readonly sendsStates?: boolean
}

/** What was erased. */
export interface Erased {
  /** Field values, grades, completion and what tells of them, as records. */
  readonly records: number
  /** Lines for the event log that had not been sent yet. */
  readonly lines: number
}

/** Whether the type of a block, by its usage key, is to be told that state of it is gone. */
type IsTold = (usage: string) => boolean

/** Records removed in one commit. */
const pageSize = 400

/** How often a step is tried while the learner goes on working. */
const tries = 40

/** The order in which a learner's records go: what was under way last, so that whoever is cut off begins anew. */
const own = Object.values(scopes)
  .filter(({ user }) => user === 'one')
  .flatMap(({ name }) => kindsOf(name))

/**
 * Removes all that is stored of a learner in every context: values of the learner scopes, grades, completion, what each commit
 * changed, and lines for the event log that wait. What stays is the number that counts their commits, so that no page kept of them
 * is shown again, and a line that says when they were erased. What was made of them with others, as reports, goes as a whole. What blocks keep of all learners together stays, and what waiting lines tell of it. Done in many
 * steps; whoever is cut off does it again. What the learner stores meanwhile is removed as well; what they store after the line that says so is as of a new one.
 * @param isTold which blocks' types are to be told of what is removed: it is kept with the removal until they are
 * @throws CompositorError `store-full`, `store-unavailable`, `learner-write-conflict`
 */
export async function eraseLearner(
  records: Records,
  erased: ErasedLearner,
  isTold: IsTold = () => false,
): Promise<Erased> {
  const { learner } = erased
  const part = learnerPart(learner)
  const ranges = [
    ...own.map((scope) => within(`${scope} ${part} `)),
    within(`result ${part} `),
    within(`trail ${part} `),
    within(logPrefix(learner)),
  ]
  const waiting = within(`outbox ${part} `)
  let [removed, lines] = [0, 0]
  for (let tried = 0; tried < tries; tried++) {
    removed += await removeAll(records, erased, ranges, isTold)
    lines += await removeLines(records, learner, waiting)
    lines += await removeAside(records, part)
    if (await isEnded(records, erased, ranges, waiting)) return { records: removed, lines }
  }
  throw worksOn(learner)
}

/** Says that a learner is erased, unless they stored anything since there was nothing left of them. */
async function isEnded(
  records: Records,
  erased: ErasedLearner,
  ranges: readonly KeyRange[],
  waiting: KeyRange,
): Promise<boolean> {
  const { learner } = erased
  const key = stateVersionKey(learner)
  const before = (await records.read([key])).get(key)
  for (const range of ranges) if ((await records.range({ ...range, limit: 1 })).length > 0) return false
  if ((await records.range(waiting)).some(({ text }) => sharedLine(text) !== text)) return false
  const listed = await notesInContexts(records, learner)
  await forgetMade(records, listed)
  const number = Number(before ?? 0) + 1
  const { committed } = await records.commit({
    expected: new Map([[key, before]]),
    writes: new Map<string, string | undefined>([
      ...listed.map((note) => [note, undefined] as const),
      ...lastTexts(erased, number),
      [key, String(number)],
    ]),
  })
  return committed
}

/** What says that a learner was erased. */
function* lastTexts(erased: ErasedLearner, number: number): Iterable<[string, string]> {
  const { learner, at, userId, sendsStates = false } = erased
  const state = JSON.stringify({ at, isErased: true, fields: [], results: [] } satisfies ChangedState)
  yield [logKey(learner, number), state]
  yield [outboxKey(learner, number, 0), JSON.stringify(lineOf(erased, number))]
  if (!sendsStates) return
  yield [outboxStateKey(learner, number), stateLineOf(learner, number, state, { at, userId, context: '' })]
}

async function removeAll(
  records: Records,
  { learner, userId, at }: ErasedLearner,
  ranges: readonly KeyRange[],
  isTold: IsTold,
): Promise<number> {
  let removed = 0
  for (const range of ranges) {
    for (;;) {
      const found = await records.range({ ...range, limit: pageSize })
      if (found.length === 0) break
      const writes = new Map<string, undefined>()
      for (const { key } of found) {
        writes.set(key, undefined)
        const note = noteOf(key)
        if (note !== undefined) writes.set(note, undefined)
      }
      const of = { learner: { id: learner, anonymousId: userId }, isErased: true, at }
      const told = found.flatMap((record) => statesIn(record).filter(({ usage }) => isTold(usage)))
      await commitNext(records, learner, (number) => ({
        expected: new Map(),
        writes: new Map<string, string | undefined>([
          ...writes,
          ...told.map(
            (one) => [untoldKey(learner, one.usage, number), untoldText({ ...of, ...one })] as const,
          ),
        ]),
      }))
      removed += found.length
    }
  }
  return removed
}

/** The values of a block that a record has. Keys that are kept as hashes, being long or not plain, say nothing of their block. */
function statesIn({ key, text }: StoredText): readonly Pick<UntoldDeletion, 'usage' | 'values'>[] {
  const [kind, , usage = ''] = key.split(' ')
  if (kind !== 'userState' || usage.startsWith('#')) return []
  return [{ usage, values: (parsedRecord(key, text) as StoredRecord).values }]
}

/** Lines that wait to be sent. @returns how many are gone */
async function removeLines(records: Records, learner: string, { from, to }: KeyRange): Promise<number> {
  let removed = 0
  for (let next = from; ;) {
    const found = await records.range({ from: next, to, limit: pageSize })
    const writes = new Map(found.map(({ key, text }) => [key, sharedLine(text)]))
    if (writes.size > 0) await commitNext(records, learner, () => ({ expected: new Map(), writes }))
    removed += [...writes.values()].filter((text) => text === undefined).length
    const last = found.at(-1)
    if (last === undefined || found.length < pageSize) return removed
    next = `${last.key} `
  }
}

/** Lines that sinks which failed have kept for them, by sink and learner. */
async function removeAside(records: Records, part: string): Promise<number> {
  let removed = 0
  for (let from = 'aside '; ;) {
    const found = await records.range({ from, to: 'aside!', limit: pageSize })
    const theirs = found.filter(({ key }) => key.split(' ')[2] === part)
    const writes = new Map(theirs.map(({ key, text }) => [key, sharedLine(text)]))
    if (writes.size > 0) await records.commit({ expected: new Map(), writes })
    removed += [...writes.values()].filter((text) => text === undefined).length
    const last = found.at(-1)
    if (last === undefined || found.length < pageSize) return removed
    from = `${last.key} `
  }
}

/** Commits as the learner's next one. */
async function commitNext(
  records: Records,
  learner: string,
  change: (number: number) => RecordsCommit,
): Promise<void> {
  const key = stateVersionKey(learner)
  for (let tried = 0; tried < tries; tried++) {
    const before = (await records.read([key])).get(key)
    const number = Number(before ?? 0) + 1
    const { expected, writes } = change(number)
    const { committed } = await records.commit({
      expected: new Map([...expected, [key, before]]),
      writes: new Map([...writes, [key, String(number)]]),
    })
    if (committed) return
  }
  throw worksOn(learner)
}

function worksOn(learner: string): CompositorError {
  return new CompositorError(
    'learner-write-conflict',
    `Learner '${learner.slice(0, 80)}' could not be erased: they stored something ${tries} times meanwhile. What was removed stays removed; begin again when they rest.`,
  )
}

/** Where it is noted at a block that the learner has the values of this record. */
function noteOf(key: string): string | undefined {
  const [kind = '', learner = '', block = ''] = key.split(' ')
  return /^(xblock_asides\.v1\/)?(entry\/)?userState$|^files\.v1\/userState$/.test(kind)
    ? `learnerOf ${block} ${learner}`
    : undefined
}

function lineOf({ userId, at }: ErasedLearner, number: number): object {
  return {
    id: `${userId}:${number}:0`,
    time: new Date(at).toISOString(),
    event_type: erasedName,
    name: erasedName,
    event_source: 'server',
    context: { course_id: '', user_id: userId },
    event: {},
  }
}

function within(prefix: string): KeyRange {
  return { from: prefix, to: `${prefix}\u007f` }
}
