import { LRUCache } from 'lru-cache'
import { compileProblem, type CompileOptions } from '../compile-problem.js'
import type { CompiledProblem, CompiledResponse } from '../compiled-problem.js'
import { scriptedResponses } from '../response-tags.js'
import { plainVariables } from './plain/plain-script.js'
import type { Scripting } from './scripting.js'
import type { Variables } from './variables.js'

/** Drawn problems by problem, seed and, where it matters, learner: most learners share a seed. */
const drawn = new LRUCache<string, Promise<CompiledProblem>>({ max: 1000 })
const numbers = new WeakMap<CompiledProblem, number>()
let counted = 0

/**
 * A problem as a seed draws it: its script is run, what it left in its variables stands in place of `$name`. A problem
 * without a script is itself, and so is one that takes Python where there is none.
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
  if (!scripting.runner && problem.responses.some(isChecked)) return problem
  const drawing = variablesOf(problem, seed, { ...scripting, anonymousId: learner }).then((variables) =>
    variables ? compileProblem(xml, { ...options, variables }) : problem,
  )
  drawn.set(key, drawing)
  try {
    return await drawing
  } catch (error) {
    drawn.delete(key)
    throw error
  }
}

/** Whether a response that is not drawn yet is one that a script checks. */
function isChecked(response: CompiledResponse): boolean {
  return response.kind === 'unsupported' && scriptedResponses.has(response.type)
}

/** The variables of a script; undefined where it takes Python, and there is none. */
async function variablesOf(
  { script }: CompiledProblem,
  seed: number,
  { runner, context, anonymousId }: Scripting,
): Promise<Variables | undefined> {
  if (script === undefined || script.occurring.length === 0) return {}
  const given = { seed, anonymous_student_id: anonymousId }
  const { code, occurring } = script
  const plain = plainVariables(code, seed, given, occurring)
  return plain ?? (await runner?.run({ context, code, seed, given, occurring }))?.texts
}

function numberOf(problem: CompiledProblem): number {
  let number = numbers.get(problem)
  if (number === undefined) numbers.set(problem, (number = counted++))
  return number
}
