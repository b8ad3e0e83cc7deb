import type { CompiledProblem } from './compiled-problem.js'
import { MersenneTwister } from './random/mersenne-twister.js'
import type { GradedChoice, MultipleChoiceResponse } from './responses/multiple-choice-response.js'

/** What a seed decides about the multiple choices of a problem. */
export interface Arrangement {
  /** The choices shown by input, as positions in the author's order; inputs left out keep that order. */
  readonly order: ReadonlyMap<string, readonly number[]>
  /** The explanation of the correct choice drawn from each pool. */
  readonly explanations: ReadonlyMap<string, string | null>
}

const unchanged: Arrangement = { order: new Map(), explanations: new Map() }

/** Shuffles choices and draws from pools; all multiple choices of a problem share one generator, in order. */
export function arrange({ responses }: CompiledProblem, seed: number): Arrangement {
  const mixed = responses.filter(
    (response): response is MultipleChoiceResponse =>
      (response.kind === 'multiplechoice' || response.kind === 'truefalse') &&
      (response.shuffle || response.pool > 0),
  )
  if (mixed.length === 0) return unchanged
  const random = new MersenneTwister(seed)
  const order = new Map<string, readonly number[]>()
  const explanations = new Map<string, string | null>()
  for (const { input, choices, pool } of mixed) {
    if (pool === 0) order.set(input, shuffled(choices, random))
    else {
      const [drawn, correct] = draw(choices, pool, random)
      order.set(input, drawn)
      explanations.set(input, choices[correct]?.explanation ?? null)
    }
  }
  return { order, explanations }
}

/** Fixed choices at the start stay there; all later fixed ones come last. */
function shuffled(choices: readonly GradedChoice[], random: MersenneTwister): number[] {
  const positions = [...choices.keys()]
  const isFixed = (position: number) => choices[position]?.fixed === true
  const firstLoose = positions.findIndex((position) => !isFixed(position))
  const head = positions.slice(0, firstLoose === -1 ? positions.length : firstLoose)
  const rest = positions.slice(head.length)
  const middle = rest.filter((position) => !isFixed(position))
  random.shuffle(middle)
  return [...head, ...middle, ...rest.filter(isFixed)]
}

function draw(choices: readonly GradedChoice[], pool: number, random: MersenneTwister): [number[], number] {
  const positions = [...choices.keys()]
  const correct = positions.filter((position) => choices[position]?.correct === true)
  const incorrect = positions.filter((position) => choices[position]?.correct !== true)
  const chosen = correct[random.below(correct.length)] ?? 0
  random.shuffle(incorrect)
  const drawn = [chosen, ...incorrect.slice(0, Math.max(0, pool - 1))]
  random.shuffle(drawn)
  return [drawn, chosen]
}

/** The names of the choices a learner with this seed sees, by input. */
export function choiceOrder(
  problem: CompiledProblem,
  seed: number,
): { readonly [input: string]: readonly string[] } {
  const { order } = arrange(problem, seed)
  return Object.fromEntries(
    problem.responses.flatMap((response) => {
      if (!('choices' in response)) return []
      const positions = order.get(response.input) ?? [...response.choices.keys()]
      return [[response.input, positions.flatMap((position) => response.choices[position]?.name ?? [])]]
    }),
  )
}
