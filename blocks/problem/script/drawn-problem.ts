import { LRUCache } from 'lru-cache'
import { compileProblem, type CompileOptions } from '../compile-problem.js'
import type { CompiledProblem } from '../compiled-problem.js'
import type { Scripting } from './scripting.js'
import type { Variables } from './variables.js'

/** Drawn problems by problem, seed and, where it matters, learner: most learners share a seed. */
const drawn = new LRUCache<string, Promise<CompiledProblem>>({ max: 1000 })
const numbers = new WeakMap<CompiledProblem, number>()
let counted = 0

/**
 * A problem as a seed draws it: its script is run, what it left in its variables stands in place of `$name`. A problem
 * without a script is itself.
 * @param problem as it was prepared @param xml what it was prepared from
 * @throws CompositorError `script-failed` and its like
 */
export async function drawnProblem(
  problem: CompiledProblem,
  xml: string,
  seed: number,
  scripting: Scripting,
  options: CompileOptions = {},
): Promise<CompiledProblem> {
  const { script } = problem
  if (script === undefined) return problem
  const isDrawn = script.occurring.length > 0
  const learner = xml.includes('anonymous_student_id') ? scripting.anonymousId : ''
  const key = `${numberOf(problem)} ${isDrawn ? `${seed} ${learner}` : ''}`
  const known = drawn.get(key)
  if (known) return known
  const drawing = variablesOf(problem, seed, { ...scripting, anonymousId: learner }).then((variables) =>
    compileProblem(xml, { ...options, variables }),
  )
  drawn.set(key, drawing)
  try {
    return await drawing
  } catch (error) {
    drawn.delete(key)
    throw error
  }
}

async function variablesOf(
  { script }: CompiledProblem,
  seed: number,
  { runner, context, anonymousId }: Scripting,
): Promise<Variables> {
  if (script === undefined || script.occurring.length === 0) return {}
  const given = { seed, anonymous_student_id: anonymousId }
  const { code, occurring } = script
  return (await runner.run({ context, code, seed, given, occurring })).texts
}

function numberOf(problem: CompiledProblem): number {
  let number = numbers.get(problem)
  if (number === undefined) numbers.set(problem, (number = counted++))
  return number
}
