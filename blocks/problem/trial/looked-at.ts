import { texRenderer } from '../../../runtime/html/index.js'
import { CompositorError } from '../../../runtime/errors/index.js'
import type { I18n } from '../../../runtime/service/index.js'
import { postedAnswers, type PostedAnswers } from '../block/posted-answers.js'
import { compileProblem } from '../compile-problem.js'
import type { CompiledProblem, ProblemFinding } from '../compiled-problem.js'
import type { Answers } from '../correct-map.js'
import { gradeProblem, type Grade } from '../grade-problem.js'
import { renderProblem } from '../render-problem.js'
import { drawnProblem } from '../script/drawn-problem.js'
import { gradeByScripts } from '../script/grade-by-scripts.js'
import type { Scripting } from '../script/scripting.js'
import type { ProblemCase } from './problem-cases.js'
import { tryProblem, type TrialOptions } from './problem-trial.js'

/** The id that the names of a looked-at problem's inputs contain: `input_try_2_1`. */
export const lookId = 'try'

/** A problem that its author writes, looked at as one seed draws it. */
export interface LookedAt {
  /** The questions as HTML, with the answers that were tried and what became of them; null where it cannot be shown. */
  readonly html: string | null
  readonly findings: readonly ProblemFinding[]
  /** Why it cannot be shown, or answers not be judged. */
  readonly failure?: {
    readonly message: string
    readonly line?: number | undefined
    readonly column?: number | undefined
  }
  /** What became of the problem's own answer; undefined where it shows none that could be tried. */
  readonly own?: { readonly fault?: string }
  /** The answers that were tried, and what they came to; undefined where none were given, or they cannot be judged. */
  readonly tried?: { readonly answers: Answers; readonly grade: Grade }
  /** The cases that were asked for, with what is otherwise than they say. */
  readonly cases: readonly { readonly case: ProblemCase; readonly fault?: string }[]
  /** Whether it draws random values, so that seeds differ. */
  readonly isDrawn: boolean
}

/** What a problem is looked at with. */
export interface LookOptions extends Pick<TrialOptions, 'runner' | 'context'> {
  readonly seed: number
  /** Answers by the names of inputs, as a page posts them. */
  readonly posted?: PostedAnswers
  readonly cases?: readonly ProblemCase[]
  /** The language that it is shown in; English when left out. */
  readonly words?: I18n | undefined
}

/** Shows a problem, and tries answers at it. Nothing is kept. Never throws for what its author wrote. */
export async function lookedAt(xml: string, options: LookOptions): Promise<LookedAt> {
  const { seed, runner, context, posted = {}, cases = [] } = options
  const scripting: Scripting = { runner, context, id: lookId, anonymousId: '' }
  let findings: readonly ProblemFinding[] = []
  try {
    const renderMath = texRenderer(xml)
    const problem = compileProblem(xml, { renderMath })
    const isDrawn = problem.script !== undefined && problem.script.occurring.length > 0
    // What a script will fill in is no mistake yet.
    findings = problem.findings.filter(
      ({ code, message }) =>
        problem.script === undefined || (code !== 'problem-script' && !message.includes('$')),
    )
    const drawn = await drawnProblem(problem, xml, seed, scripting, { renderMath })
    const answered = await judged(drawn, posted, seed, scripting)
    const state =
      'tried' in answered
        ? { answers: answered.tried.answers, correctMap: answered.tried.grade.correctMap }
        : {}
    const html = renderProblem(drawn, {
      id: lookId,
      seed,
      state: 'answers' in answered ? { answers: answered.answers } : state,
      words: options.words,
    })
    const trial = await tryProblem(xml, { seeds: [seed], runner, context })
    const fault = trial.faults.find((one) => one.case === undefined)?.message
    return {
      html,
      findings,
      cases: await casesOf(xml, cases, options),
      isDrawn,
      ...(trial.hasAnswer && { own: fault === undefined ? {} : { fault } }),
      ...('tried' in answered && { tried: answered.tried }),
      ...('failure' in answered && { failure: { message: answered.failure } }),
    }
  } catch (thrown) {
    const { message, location } = CompositorError.from(thrown, 'problem-unsupported')
    const failure = { message, line: location?.line, column: location?.column }
    return { html: null, findings, failure, cases: [], isDrawn: false }
  }
}

type Judged =
  | { readonly tried: NonNullable<LookedAt['tried']> }
  | { readonly answers: Answers; readonly failure: string }
  | Record<string, never>

async function judged(
  drawn: CompiledProblem,
  posted: PostedAnswers,
  seed: number,
  scripting: Scripting,
): Promise<Judged> {
  const answers = postedAnswers(posted, lookId, drawn.inputs, () => true)
  if (Object.values(answers).every((answer) => answer.length === 0)) return {}
  const submission = { answers, seed, attempt: 1 }
  try {
    const grade =
      drawn.script === undefined
        ? gradeProblem(drawn, submission)
        : await gradeByScripts(drawn, submission, {}, scripting)
    return { tried: { answers, grade } }
  } catch (thrown) {
    return { answers, failure: CompositorError.from(thrown, 'script-failed').message }
  }
}

/** Each case for the seeds that it names, else for the one that is looked at. */
async function casesOf(
  xml: string,
  cases: readonly ProblemCase[],
  { seed, runner, context }: LookOptions,
): Promise<LookedAt['cases']> {
  if (cases.length === 0) return []
  const { faults } = await tryProblem(xml, { seeds: [seed], cases, runner, context })
  return cases.map((one) => {
    const fault = faults.find((found) => found.case === one)?.message
    return { case: one, ...(fault !== undefined && { fault }) }
  })
}
