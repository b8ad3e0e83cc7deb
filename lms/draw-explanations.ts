import type { DrawExplanation, DrawnBecause } from '../runtime/block/index.js'
import type { ComposedBlock, ComposedUnit } from '../runtime/unit/index.js'
import { blockNotFound } from './release/index.js'
import { typeOf } from './block-addresses.js'
import { ChoiceRequests } from './choice-request.js'
import type { Learner } from './learner.js'
import type { LearnerUnit } from './learner-unit.js'
import type { LearnerUnits } from './learner-units.js'

/** Why one bank shows one learner what it shows. */
export interface ExplainedDraw extends DrawExplanation {
  /** Usage key of the bank, as text. */
  readonly usage: string
  readonly title: string
}

/** What a learner is told of it: nothing of what they do not see. */
export interface OwnDraw {
  readonly usage: string
  readonly title: string
  readonly draw: number
  readonly isStored: boolean
  readonly selected: readonly Pick<DrawnBecause, 'key' | 'why'>[]
  /** How many stored blocks are shown no longer. */
  readonly dropped: number
}

/**
 * Why the banks of a unit that a learner meets show them what they show, before and after it is stored. Nothing is stored for it.
 * @param usage of one bank; all of the unit where it is left out
 * @throws CompositorError `block-not-found` where the learner meets no such bank; `unit-not-found`, `not-yet-open`, `closed`, `not-in-group`
 */
export async function explainDraws(
  units: LearnerUnits,
  unit: ComposedUnit,
  learner: Learner,
  usage?: string,
): Promise<readonly ExplainedDraw[]> {
  const looking = { looking: { at: 'selection' } } as const
  return units.read(unit, learner, looking, async (one) => {
    // Refuses what is closed to the learner.
    void one.root
    const explained: ExplainedDraw[] = []
    for (const block of usage === undefined ? one.blocks : [one.block(usage)])
      explained.push(...explainedAt(block, one, units))
    if (usage !== undefined && explained.length === 0) throw blockNotFound(usage)
    return explained
  })
}

/** What of it the learner themself may know. */
export function ownDraw({ usage, title, draw, isStored, selected, dropped }: ExplainedDraw): OwnDraw {
  return {
    usage,
    title,
    draw,
    isStored,
    selected: selected.map(({ key, why }) => ({ key, why })),
    dropped: dropped.length,
  }
}

function explainedAt(block: ComposedBlock, one: LearnerUnit, { options }: LearnerUnits): ExplainedDraw[] {
  const type = typeOf(options.runtime.options.types, block)
  const choice = type?.capabilities.choice
  if (!type || !choice?.explain || block.failure || !one.facts) return []
  const { display_name: name } = block.fields
  const explanation = choice.explain(new ChoiceRequests(one.facts).of(block, type, choice))
  return [{ usage: block.key, title: typeof name === 'string' ? name : '', ...explanation }]
}
