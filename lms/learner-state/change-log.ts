import type { FieldUpdate } from '../../runtime/block/index.js'
import type { Json } from '../../runtime/values/index.js'
import type { BlockResult } from './block-result.js'
import type { CourseTrail, TrailChange } from './course-trail.js'
import type { ChangeLog, LearnerChange, StaffNote } from './learner-change.js'
import { learnerText } from './learner-text.js'
import { isOfAll, logKey, outboxKey, outboxStateKey } from './record-key.js'

/** One field that a commit changed, or removed. */
export interface ChangedField {
  readonly scope: string
  readonly id: string
  readonly family?: string
  readonly field: string
  /** Of a collection, the key of the entry; when it was set, in epoch milliseconds. */
  readonly entry?: string
  readonly at?: number
  readonly value?: Json
  readonly removed?: true
  /** Of a record of all learners, how often it was stored with this: commits of two learners have no other order. */
  readonly version?: number
}

/** What one commit changed of a learner, as it is kept for good. */
export interface ChangedState {
  /** Epoch milliseconds, where whoever stored it said so. */
  readonly at?: number
  /** Who of staff made it; left out where the learner did. */
  readonly staff?: StaffNote
  readonly fields: readonly ChangedField[]
  /** What they have achieved at blocks since, null for nothing. */
  readonly results: readonly { readonly usage: string; readonly result: BlockResult | null }[]
  /** How much further that brings them in a course; left out where it does not. */
  readonly trail?: TrailChange
  /**
   * How far they have come in courses by then, in place of what was kept of these; from then on what is kept counts all they ever did.
   * Left out where it is not counted.
   */
  readonly trails?: Readonly<Record<string, CourseTrail>>
  /** Blocks of which the learner's own record was removed as a whole; left out where there are none. */
  readonly deleted?: readonly string[]
  /** All that was kept of the learner was removed. */
  readonly isErased?: true
}

/**
 * The fields that updates change.
 * @param versionOf of what all learners share, how often it will have been stored
 */
export function changedFields(
  { updates }: Pick<LearnerChange, 'updates'>,
  versionOf: (update: FieldUpdate) => number = () => 1,
): ChangedField[] {
  return updates.map((update) => {
    const { scope, id, family, field, entry, value } = update
    return {
      scope,
      id,
      ...(family && { family }),
      field,
      ...(entry && { entry: entry.key, at: entry.at }),
      ...(value === undefined ? { removed: true as const } : { value }),
      ...(isOfAll(scope) && { version: versionOf(update) }),
    }
  })
}

/** What is written of a commit besides the state itself. */
export interface CommitLog {
  readonly learner: string
  /** The learner's number after the commit. */
  readonly stateVersion: number
  /** Left out where nothing but lines is stored. */
  readonly state?: ChangedState | undefined
  readonly log: ChangeLog | undefined
  /** Whether somebody asked to be sent what was changed, too. */
  readonly sendsStates: boolean
}

/** What is kept for good of a commit, and its lines for the event log, by key. */
export function* logTexts({
  learner,
  stateVersion,
  state,
  log,
  sendsStates,
}: CommitLog): Iterable<[string, string]> {
  for (const [place, line] of (log?.lines ?? []).entries()) {
    const id = `${log?.userId}:${stateVersion}:${place}`
    yield [outboxKey(learner, stateVersion, place), JSON.stringify({ id, ...line })]
  }
  const kept = state && JSON.stringify(state)
  if (kept !== undefined) yield [logKey(learner, stateVersion), kept]
  if (!log || !sendsStates) return
  yield [outboxStateKey(learner, stateVersion), stateLineOf(learner, stateVersion, kept ?? unchanged, log)]
}

/** What is told of a commit of lines alone, so that every commit is told of. */
const unchanged = JSON.stringify({ fields: [], results: [] } satisfies ChangedState)

/** The line that tells what a commit changed. @param changed the JSON of a {@link ChangedState}, which becomes part of it as it is */
export function stateLineOf(
  learner: string,
  number: number,
  changed: string,
  log: Pick<ChangeLog, 'at' | 'userId' | 'context'>,
): string {
  const line = JSON.stringify({
    id: `${log.userId}:${number}:state`,
    time: new Date(log.at).toISOString(),
    event_type: 'state',
    name: 'state',
    event_source: 'server',
    context: { course_id: log.context, user_id: log.userId },
    event: { learner: learnerText(learner), number },
  })
  return `${line.slice(0, -2)},${changed.slice(1)}}`
}
