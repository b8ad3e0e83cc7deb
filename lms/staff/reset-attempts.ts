import { CompositorError } from '../../runtime/errors/index.js'
import type { ComposedUnit } from '../../runtime/unit/index.js'
import type { LearnerUnits } from '../learner-units.js'
import { blockIn } from './block-in.js'
import { deedReason } from './deed-reason.js'
import { staffEvent } from './staff-event.js'
import type { LearnersBlock } from './learners-block.js'
import { staffOnly } from './staff-only.js'

/** The field that counts attempts, of types that count them. */
const field = 'attempts'

/** What became of a learner's used attempts. */
export interface AttemptsChanged {
  readonly before: number
  readonly after: number
}

/**
 * Sets how many attempts a learner has used at a block: 0 gives them all anew, a number that was there before takes that back. Answers,
 * grade and history stay. Logs `unit_compositor.problem.attempts_set` with who did it, and why.
 * @param make the number to be, made of the number that is
 * @throws CompositorError `staff-only`, `block-not-found`; `handler-input` for a block whose type counts none
 */
export async function setAttempts(
  units: LearnerUnits,
  unit: ComposedUnit,
  { usageKey, learner, by, reason }: LearnersBlock,
  make: (attempts: number) => number,
): Promise<AttemptsChanged> {
  staffOnly(by)
  const block = await blockIn(units, unit, usageKey)
  if (!countsAttempts(units, block.type))
    throw new CompositorError('handler-input', 'The block counts no attempts.', { usage: usageKey })
  const said = deedReason(reason)
  const address = { scope: 'userState', id: usageKey } as const
  const opening = { looking: { at: 'block', usageKey }, only: block } as const
  const { result } = await units.work(unit, learner, opening, async ({ batch }) => {
    const stored = batch.record(address)?.[field]
    const before = typeof stored === 'number' ? stored : 0
    const after = Math.max(0, make(before))
    const told = { attempts_before: before, attempts: after, ...said }
    const event = staffEvent(
      units,
      'unit_compositor.problem.attempts_set',
      { unit, block, learner, by },
      told,
    )
    return {
      result: { before, after },
      ...(after !== before && { updates: [{ ...address, field, value: after }], lines: () => [event] }),
      staff: { deed: after < before ? 'attempts-reset' : 'attempts-restored', by: by.id, ...said },
    }
  })
  return result
}

/** Whether blocks of a type count attempts of each learner. */
export function countsAttempts({ options: { runtime } }: LearnerUnits, type: string): boolean {
  const fields = runtime.options.types.get(type)?.learnerFields ?? []
  return fields.some(({ olxName, scope }) => olxName === field && scope.name === 'userState')
}
