import { texRenderer } from '../../../runtime/html/index.js'
import { messageOf } from '../../../runtime/errors/index.js'
import { compileProblem } from '../compile-problem.js'
import { renderProblem } from '../render-problem.js'
import { drawnProblem } from '../script/drawn-problem.js'
import { tryProblem, type TrialOptions } from './problem-trial.js'

/** What a seed draws of a problem, for its author. */
export interface DrawnVariant {
  /** The questions as HTML whose ids begin with `variant_`; null where they cannot be drawn. */
  readonly html: string | null
  /** What is wrong with it. */
  readonly fault?: string
}

/** Draws a problem for one seed, and tries it by its own answer. Never throws for what its author wrote. */
export async function drawnVariant(
  xml: string,
  seed: number,
  { runner, context }: Pick<TrialOptions, 'runner' | 'context'>,
): Promise<DrawnVariant> {
  try {
    const renderMath = texRenderer(xml)
    const problem = compileProblem(xml, { renderMath })
    const scripting = { runner, context, id: 'variant', anonymousId: '' }
    const drawn = await drawnProblem(problem, xml, seed, scripting, { renderMath })
    const html = renderProblem(drawn, { id: 'variant', seed })
    const { faults, untried } = await tryProblem(xml, { seeds: [seed], runner, context })
    const fault = faults[0]?.message ?? untried?.message
    return { html, ...(fault !== undefined && { fault }) }
  } catch (thrown) {
    return { html: null, fault: messageOf(thrown) }
  }
}
