import type { Json } from '../../runtime/values/index.js'
import type { BlockResult } from './block-result.js'
import type { ChangeLog, LearnerChange } from './learner-change.js'
import { logKey, outboxKey, outboxStateKey } from './record-key.js'

/** One field that a commit changed, or removed. */
export interface ChangedField {
  readonly scope: string
  readonly id: string
  readonly family?: string
  readonly field: string
  readonly value?: Json
  readonly removed?: true
}

/** What one commit changed of a learner, as it is kept for good. */
export interface ChangedState {
  /** Epoch milliseconds, where whoever stored it said so. */
  readonly at?: number
  readonly fields: readonly ChangedField[]
  /** What they have achieved at blocks since, null for nothing. */
  readonly results: readonly { readonly usage: string; readonly result: BlockResult | null }[]
}

/** The fields that updates change. */
export function changedFields({ updates }: Pick<LearnerChange, 'updates'>): ChangedField[] {
  return updates.map(({ scope, id, family, field, value }) => ({
    scope,
    id,
    ...(family && { family }),
    field,
    ...(value === undefined ? { removed: true as const } : { value }),
  }))
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
  if (!state) return
  yield [logKey(learner, stateVersion), JSON.stringify(state)]
  if (log && sendsStates) yield [outboxStateKey(learner, stateVersion), stateLineOf(stateVersion, state, log)]
}

function stateLineOf(number: number, { fields, results }: ChangedState, log: ChangeLog): string {
  return JSON.stringify({
    id: `${log.userId}:${number}:state`,
    time: new Date(log.at).toISOString(),
    event_type: 'state',
    name: 'state',
    event_source: 'server',
    context: { course_id: log.context, user_id: log.userId },
    event: { number, fields, results },
  })
}
