import type { FieldUpdate } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import type { Json } from '../../runtime/values/index.js'
import type { RecordsCommit } from '../../store/index.js'
import { withGrade, type BlockResult, type CompletionChange, type GradeChange } from './block-result.js'
import {
  activitiesGained,
  changesTrail,
  trailAfter,
  type TrailChange,
  type TrailStep,
} from './course-trail.js'
import type { LearnerBatch } from './learner-batch.js'
import { noteInContext } from './course-learners.js'
import { entryTexts, isOfEntry, keyOfEntry, restsOnEntry } from './changed-entries.js'
import { learnerText } from './learner-text.js'
import { isNotedAt, learnerOfKey, recordKey, resultKey, trailKey } from './record-key.js'

/** What staff may have done to a learner's work. */
export type StaffDeed =
  | 'score-given'
  | 'score-taken-back'
  | 'attempts-reset'
  | 'attempts-restored'
  | 'rescored'
  | 'graded'
  | 'deleted'
  | 'extended'
  | 'extension-removed'

/** Who of staff made a change, and why; kept with it, and read by staff alone. */
export interface StaffNote {
  readonly deed: StaffDeed
  /** The host's id of them. */
  readonly by: string
  readonly reason?: string
}

/** What a change tells the event log. */
export interface ChangeLog {
  /** Epoch milliseconds. */
  readonly at: number
  /** The learner's anonymous id; lines know no other. */
  readonly userId: string
  /** The learning context's key, as text. */
  readonly context: string
  /** What becomes JSON, in the order in which it happened; stored with an `id`, by which readers drop what they get twice. */
  readonly lines: readonly object[]
  /** Left out for what learners do. */
  readonly staff?: StaffNote | undefined
}

/** What one request changes of a learner: stored all at once or not at all. */
export interface LearnerChange {
  readonly updates: readonly FieldUpdate[]
  readonly grades: readonly GradeChange[]
  readonly completions: readonly CompletionChange[]
  /** Where in a course that is; left out where it brings the learner no further. */
  readonly step?: TrailStep | undefined
  /** What the event log is told, in the same commit. */
  readonly log?: ChangeLog
  /** What is compared and stored besides, in the same commit: that a step of a job is done. */
  readonly part?: RecordsCommit | undefined
}

/** A change of nothing. */
export const nothingChanged: LearnerChange = { updates: [], grades: [], completions: [] }

/** Characters of one record, as JSON: every change reads and writes all of it. */
export const recordLimit = 1_000_000

/** Whether there is nothing to store. */
export function isEmpty(change: LearnerChange): boolean {
  return !changesState(change) && (change.log?.lines.length ?? 0) === 0 && !change.part
}

/** Whether a change stores more than lines for the event log. */
export function changesState({ updates, grades, completions }: LearnerChange): boolean {
  return updates.length > 0 || grades.length > 0 || completions.length > 0
}

/** The keys of the records that a change is merged into, or looks at. */
export function keysOf({ updates, grades, completions, step }: LearnerChange, learner: string): Set<string> {
  const keys = new Set<string>()
  if (step) keys.add(trailKey(learner, step.context))
  for (const [key, [update]] of updatedRecords(updates, learner)) {
    keys.add(key)
    if (isNotedAt(update)) keys.add(learnerOfKey(update.id, learner))
  }
  for (const update of updates) {
    if (!isOfEntry(update)) continue
    if (restsOnEntry(update)) keys.add(keyOfEntry(update, learner))
    if (isNotedAt(update)) keys.add(learnerOfKey(update.id, learner))
  }
  for (const { usage } of [...grades, ...completions]) keys.add(resultKey(learner, usage))
  return keys
}

/** What a change leads to. */
export interface ChangedRecords {
  /** By key. */
  readonly texts: Map<string, string | undefined>
  /** By the usage keys of blocks. */
  readonly results: ReadonlyMap<string, BlockResult>
  readonly trail?: TrailChange | undefined
}

/**
 * What a change leads to, merged from what the batch read.
 * @throws CompositorError `learner-state-too-large`
 */
export function changedRecords(change: LearnerChange, batch: LearnerBatch): ChangedRecords {
  const results = resultsAfter(change, (usage) => batch.result(usage))
  const texts = new Map<string, string | undefined>([
    ...records(change, batch),
    ...entryTexts(change.updates, batch),
    ...notes(change, batch),
  ])
  for (const [usage, result] of results) texts.set(resultKey(batch.learner, usage), JSON.stringify(result))
  const trail = change.step && changesState(change) ? trailOf(change.step, results, batch) : undefined
  if (trail) {
    const key = trailKey(batch.learner, trail.context)
    texts.set(key, JSON.stringify(trailAfter(batch.trail(trail.context), trail)))
  }
  return { texts, results, trail }
}

function trailOf(
  step: TrailStep,
  results: ReadonlyMap<string, BlockResult>,
  batch: LearnerBatch,
): TrailChange | undefined {
  const trail = { ...step, gained: activitiesGained(results, (usage) => batch.result(usage)) }
  return changesTrail(batch.trail(step.context), trail) ? trail : undefined
}

/** What a learner will have achieved at the blocks of which a change says something. */
export function resultsAfter(
  { grades, completions }: Pick<LearnerChange, 'grades' | 'completions'>,
  before: (usage: string) => BlockResult | undefined,
): Map<string, BlockResult> {
  const results = new Map<string, BlockResult>()
  const known = (usage: string) => results.get(usage) ?? before(usage) ?? {}
  for (const grade of grades) results.set(grade.usage, withGrade(known(grade.usage), grade))
  for (const { usage, value } of completions) results.set(usage, { ...known(usage), completion: value })
  return results
}

/** Updates by the keys of the records that they change. */
function updatedRecords(
  updates: LearnerChange['updates'],
  learner: string,
): Map<string, [FieldUpdate, ...FieldUpdate[]]> {
  const records = new Map<string, [FieldUpdate, ...FieldUpdate[]]>()
  let last: FieldUpdate | undefined
  let group: [FieldUpdate, ...FieldUpdate[]] | undefined
  for (const update of updates) {
    if (isOfEntry(update)) continue
    // Those of one record come together, and its key is dear.
    if (!group || !last || !isOneRecord(last, update)) {
      const key = recordKey(update, learner)
      group = records.get(key)
      if (!group) records.set(key, (group = [update]))
      else group.push(update)
    } else group.push(update)
    last = update
  }
  return records
}

function isOneRecord(one: FieldUpdate, other: FieldUpdate): boolean {
  return one.id === other.id && one.scope === other.scope && one.family === other.family
}

function* records({ updates }: LearnerChange, batch: LearnerBatch): Iterable<[string, string]> {
  for (const [key, group] of updatedRecords(updates, batch.learner)) {
    const [first] = group
    const stored = batch.storedAt(first)
    const values: Record<string, Json> = { ...stored?.values }
    for (const { field, value } of group) {
      if (value === undefined) delete values[field]
      else values[field] = value
    }
    const text = JSON.stringify({ version: (stored?.version ?? 0) + 1, values })
    // What is too large already, from before there was a limit, may still become smaller.
    if (text.length > recordLimit && text.length > (batch.text(key)?.length ?? 0)) throw tooLarge(first)
    yield [key, text]
  }
}

/** Notes of whom there are values at which blocks, where that is not noted yet. */
function* notes({ updates }: LearnerChange, batch: LearnerBatch): Iterable<[string, string]> {
  const noted = new Set<string>()
  for (const update of updates) {
    if (!isNotedAt(update) || noted.has(update.id)) continue
    noted.add(update.id)
    const key = learnerOfKey(update.id, batch.learner)
    if (batch.text(key) !== undefined) continue
    const text = learnerText(batch.learner)
    yield [key, text]
    const inContext = noteInContext(update.id, batch.learner)
    if (inContext !== undefined) yield [inContext, text]
  }
}

function tooLarge({ scope, id }: FieldUpdate): CompositorError {
  return new CompositorError(
    'learner-state-too-large',
    `What '${id.slice(0, 300)}' would keep in scope '${scope}' is more than ${recordLimit} characters of JSON; nothing was stored.`,
    { usage: id },
  )
}
