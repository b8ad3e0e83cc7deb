import { maxScoreOf } from '../../compositor/index.js'
import { typeOf } from '../block-addresses.js'
import { CompositorError } from '../../runtime/errors/index.js'
import type { ComposedBlock, ComposedUnit } from '../../runtime/unit/index.js'
import type { JsonObject } from '../../runtime/values/index.js'
import type { Grade, GradeChange, OwnGrade, StaffNote } from '../learner-state/index.js'
import type { LearnerUnits, UnitWork } from '../learner-units.js'
import { weighted } from '../points.js'
import { blockIn } from './block-in.js'
import { deedReason } from './deed-reason.js'
import type { LearnersBlock } from './learners-block.js'
import { staffEvent, type StaffDeed } from './staff-event.js'
import { staffOnly } from './staff-only.js'

/** A score that staff give in place of a block's. */
export interface OverridingScore {
  /** Weighted points, as learners see them: from 0 to what the block is worth. */
  readonly score: number
  /** For staff, and for the log; not empty. */
  readonly reason: string
  /** What stood there when it was thought of, by {@link givenMark}; left out, whatever stands there. */
  readonly seen?: string | undefined
}

/** How a score is taken back. */
export interface TakingBack {
  /** For staff, and for the log. */
  readonly reason?: string | undefined
  readonly seen?: string | undefined
}

/** Tells what staff gave from what they, or others, give after it; '' for nothing. It may stand in a header. @param value the points, or the date */
export function givenMark(given: { readonly at: number; readonly value: number | null } | undefined): string {
  return given ? `${given.at}-${given.value ?? 'never'}` : ''
}

/** @throws CompositorError `exception-changed` where something else was given since it was looked at */
export function refuseUnseen(seen: string | undefined, mark: string, usage: string): void {
  if (seen === undefined || seen === mark) return
  throw new CompositorError(
    'exception-changed',
    'Somebody gave the learner something else here meanwhile; nothing was changed.',
    { usage },
  )
}

/**
 * Gives a learner a score in place of what the block gave, which stands until it is taken back: what the block grades meanwhile waits
 * behind it. Logs `edx.grades.problem.score_overridden` with who did it, and why.
 * @returns the grade the learner has now: raw points
 * @throws CompositorError `staff-only`, `block-not-found`, `exception-changed`; `handler-input` for a score that the block cannot have, or no
 *   reason
 */
export async function overrideScore(
  units: LearnerUnits,
  unit: ComposedUnit,
  { usageKey, learner, by }: LearnersBlock,
  { score, reason: why, seen }: OverridingScore,
): Promise<Grade> {
  staffOnly(by)
  const block = await blockIn(units, unit, usageKey)
  const { reason } = deedReason(why)
  if (reason === undefined)
    throw new CompositorError('handler-input', 'A score is given in place of another only with a reason.')
  const override = { reason, by: by.id }
  const note = { deed: 'score-given', reason } as const
  const grade = await given(
    units,
    { unit, block, learner, by },
    { note, seen, told: { reason } },
    (before) => {
      const raw = before?.possible ?? possibleOf(units, block)
      const { possible } = weighted({ earned: 0, possible: raw }, block.fields.weight)
      if (!(score >= 0 && score <= possible)) {
        const message = `The score is from 0 to ${possible}, not ${score}.`
        throw new CompositorError('handler-input', message, { usage: usageKey })
      }
      return { earned: possible > 0 ? (score * raw) / possible : 0, possible: raw, override }
    },
  )
  return grade ?? never(usageKey)
}

/**
 * Takes such a score back, so that what the block gave counts again.
 * @returns the grade the learner has now; null for none
 * @throws CompositorError `staff-only`, `block-not-found`, `exception-changed`
 */
export async function takeBackOverride(
  units: LearnerUnits,
  unit: ComposedUnit,
  { usageKey, learner, by }: LearnersBlock,
  { reason: why, seen }: TakingBack = {},
): Promise<Grade | null> {
  staffOnly(by)
  const block = await blockIn(units, unit, usageKey)
  const said = deedReason(why)
  const note = { deed: 'score-taken-back', ...said } as const
  const nothing = { earned: 0, possible: 0, override: null }
  const told = { override_deleted: true, ...said }
  return given(units, { unit, block, learner, by }, { note, seen, told }, () => nothing)
}

/** What a block is worth: raw points. @throws CompositorError `handler-input` for one without a score */
export function possibleOf({ options: { runtime } }: LearnerUnits, block: ComposedBlock): number {
  const type = typeOf(runtime.options.types, block)
  if (type?.capabilities.hasScore) return maxScoreOf(type, block)
  throw new CompositorError('handler-input', 'The block has no score.', { usage: block.key })
}

/** What is kept and told of a score that is given. */
interface Giving {
  readonly note: Omit<StaffNote, 'by'>
  readonly seen: string | undefined
  /** In the event log. */
  readonly told: JsonObject
}

/** Stores what `make` makes of the grade that the block gave, and tells of it. @returns the learner's grade then */
async function given(
  units: LearnerUnits,
  deed: StaffDeed,
  { note, seen, told }: Giving,
  make: (own: OwnGrade | null) => Pick<GradeChange, 'earned' | 'possible' | 'override'>,
): Promise<Grade | null> {
  const { unit, block, learner } = deed
  const { key: usage } = block
  const opening = { looking: { at: 'block', usageKey: usage }, only: block } as const
  let after: Grade | null = null
  await units.work(unit, learner, opening, async ({ batch }) => {
    const grade = batch.result(usage)?.grade
    refuseUnseen(seen, givenMark(grade?.override && { at: grade.at, value: grade.earned }), usage)
    const own = grade?.override ? grade.override.own : (grade ?? null)
    const change = { usage, onlyIfHigher: false, ...make(own) }
    const lines: UnitWork<undefined>['lines'] = (resultOf) => {
      after = resultOf(usage)?.grade ?? null
      const points = after && weighted(after, block.fields.weight)
      const payload = {
        new_weighted_earned: points?.earned ?? null,
        new_weighted_possible: points?.possible ?? null,
        only_if_higher: false,
        ...told,
      }
      return [staffEvent(units, 'edx.grades.problem.score_overridden', deed, payload)]
    }
    return { result: undefined, grades: [change], lines, staff: { ...note, by: deed.by.id } }
  })
  return after
}

function never(usage: string): never {
  throw new CompositorError('block-failed', `The score at '${usage}' was not stored.`, { usage })
}
