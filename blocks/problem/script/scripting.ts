import { CompositorError } from '../../../runtime/errors/index.js'
import type { ScriptRunner } from '../../../runtime/service/script-runner.js'
import type { Json } from '../../../runtime/values/json.js'
import type { CompiledProblem } from '../compiled-problem.js'
import type { CorrectMap, InputGrade, Submission } from '../correct-map.js'
import { gradeOfNothing, type CustomResponse } from '../responses/custom-response.js'
import { verdictOfCode, verdictOfFunction } from './verdict.js'

/** What scripts of a problem run with, besides a seed. */
export interface Scripting {
  /** None where the host runs no Python. */
  readonly runner: ScriptRunner | undefined
  /** The learning context, as text. */
  readonly context: string
  /** The id of the problem in HTML, which the ids of inputs begin with. */
  readonly id: string
  /** Says nothing of who the learner is; '' for all alike. */
  readonly anonymousId: string
  /** Whose answer is checked; left out where it is nobody's in particular. */
  readonly learner?: string
}

/**
 * The grades that scripts give, by input; the rest of the problem is not looked at. Nothing is run for a problem
 * without such responses.
 * @param problem drawn for the seed of the submission
 * @throws CompositorError `script-failed` and its like
 */
export async function checkedByScripts(
  problem: CompiledProblem,
  submission: Submission,
  scripting: Scripting,
): Promise<CorrectMap> {
  const checked: Record<string, InputGrade> = {}
  for (const response of problem.responses) {
    if (response.kind !== 'custom' && response.kind !== 'schematic') continue
    const code = problem.script?.code ?? ''
    Object.assign(
      checked,
      gradeOfNothing(response, submission) ?? (await verdict(response, code, submission, scripting)),
    )
  }
  return checked
}

async function verdict(
  response: CustomResponse,
  code: string,
  { answers, seed, attempt }: Submission,
  { runner, context, id, anonymousId, learner }: Scripting,
): Promise<CorrectMap> {
  const { check, fields, expect, options } = response
  if (!runner) throw new CompositorError('script-unavailable', 'The host runs no scripts.')
  const asker = learner === undefined ? {} : { learner }
  const named = Object.fromEntries(Object.entries(answers).map(([input, one]) => [`${id}_${input}`, one]))
  const submitted = fields.map(({ input }) => submittedValue(response, answers[input] ?? ''))
  const extra = check.by === 'function' ? check.extra.map((name): [string, Json] => [name, null]) : []
  const given: Record<string, Json> = {
    ...Object.fromEntries(extra),
    seed,
    anonymous_student_id: anonymousId,
    response_id: `${id}_${Number.parseInt(fields[0]?.input ?? '', 10) - 1}`,
    expect,
    options,
    answers: named,
    student_answers: named,
    submission: submitted,
    idset: fields.map(({ input }) => `${id}_${input}`),
    dynamath: fields.map(() => null),
    correct: fields.map(() => 'unknown'),
    messages: fields.map(() => ''),
    overall_message: '',
    debug: false,
    ...(attempt !== undefined && { attempt }),
  }
  if (check.by === 'function') {
    const { values } = await runner.run({
      context,
      ...asker,
      code,
      seed,
      given: { ...given, ans: fields.length === 1 ? (submitted[0] ?? '') : submitted },
      occurring: [],
      step: { code: check.code, given: {}, reseed: false, wanted: ['cfn_return'] },
    })
    return verdictOfFunction(response, values['cfn_return'] ?? null)
  }
  const { values } = await runner.run({
    context,
    ...asker,
    code,
    seed,
    given: { seed, anonymous_student_id: anonymousId },
    occurring: [],
    step: {
      code: check.code,
      given,
      reseed: true,
      wanted: ['correct', 'messages', 'overall_message', 'grade_decimals'],
    },
  })
  return verdictOfCode(response, values)
}

/** A schematic comes as JSON, all else as it was typed. */
function submittedValue({ kind }: CustomResponse, answer: string | readonly string[]): Json {
  if (kind !== 'schematic' || typeof answer !== 'string') return answer
  try {
    return JSON.parse(answer) as Json
  } catch {
    return []
  }
}
