import { CompositorError } from '../runtime/errors/index.js'
import { AsideUsageKey, parseAsideKey } from '../runtime/keys/index.js'
import type { ComposedBlock, ComposedUnit } from '../runtime/unit/index.js'
import type { HandlerRequest, HandlerResponse } from '../runtime/view/index.js'
import { Happenings, type Happening } from './happening.js'
import type { Learner } from './learner.js'
import { gradeOthers } from './staff/grade-others.js'
import type { LearnerUnit } from './learner-unit.js'
import type { LearnerUnits } from './learner-units.js'

/** What a browser asks of a block. */
export interface Submission {
  /** The block, or an aside of it, as text. */
  readonly usageKey: string
  readonly handler: string
  readonly request: HandlerRequest
  /** Told what it led to, once that is stored. */
  readonly tell?: ((happenings: readonly Happening[]) => void) | undefined
}

/**
 * Calls a handler of a block this learner sees, and stores everything it changed, grades and completion included,
 * before answering, and then the grades that it gave others; of one that only reads, nothing. Simultaneous submissions come one after another, whole (decision 0004).
 * @throws CompositorError `block-not-found`, also for a block of the unit that was not selected for this learner;
 *   `handler-missing`, `handler-method`, `handler-input`, `block-failed`, `learner-write-conflict`; of a block that
 *   could not be composed, the reason why
 */
export async function handle(
  units: LearnerUnits,
  unit: ComposedUnit,
  learner: Learner,
  { usageKey, handler, request, tell }: Submission,
): Promise<HandlerResponse> {
  const opening = { looking: { at: 'block', usageKey: blockOf(usageKey) } } as const
  const { result, change } = await units.work(unit, learner, opening, async (one) => {
    const { response, refused, reads } = await one.session.handle(called(one, usageKey), handler, request)
    const deeds = refused ? [] : [...one.session.deeds]
    const isRefused = refused || reads === true
    const happenings = tell && !isRefused ? new Happenings(one) : undefined
    return { result: { response, deeds, happenings }, refused: isRefused }
  })
  await gradeOthers(units, unit, result.deeds, learner)
  if (result.happenings) tell?.(result.happenings.of(change, units.options.clock.now()))
  return result.response
}

/** The block of a key, or the aside beside it. */
function called(one: LearnerUnit, key: string): ComposedBlock {
  const aside = asideOf(key)
  const block = one.block(blockOf(key))
  if (block.failure) throw CompositorError.fromJSON(block.failure)
  return aside ? one.session.aside(block, aside.asideType) : block
}

/** The key of a block, or of the block that an aside stands beside. */
function blockOf(key: string): string {
  return asideOf(key)?.usage.toString() ?? key
}

function asideOf(key: string): AsideUsageKey | undefined {
  const aside = key.startsWith('aside-') ? parseAsideKey(key) : undefined
  return aside instanceof AsideUsageKey ? aside : undefined
}
