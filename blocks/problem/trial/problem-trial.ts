import { CompositorError } from '../../../runtime/errors/index.js'
import type { ErrorCode } from '../../../runtime/errors/index.js'
import type { ScriptRunner } from '../../../runtime/service/script-runner.js'
import { escapeXmlAttribute, parseXml } from '../../../runtime/olx/index.js'
import { compileProblem } from '../compile-problem.js'
import type { CompiledProblem } from '../compiled-problem.js'
import type { Answer, Answers } from '../correct-map.js'
import { gradeProblem, maxScore, pointsOf, type Grade } from '../grade-problem.js'
import { drawnProblem } from '../script/drawn-problem.js'
import { gradeByScripts } from '../script/grade-by-scripts.js'
import type { Scripting } from '../script/scripting.js'
import { ownAnswers } from './own-answers.js'
import type { ProblemCase } from './problem-cases.js'

/** What a problem is tried with. */
export interface TrialOptions {
  readonly seeds: readonly number[]
  readonly cases?: readonly ProblemCase[]
  /** None where no Python runs. */
  readonly runner: ScriptRunner | undefined
  /** The learning context, as text. */
  readonly context: string
  /** Whether to go on; asked before each seed. */
  readonly hasTime?: () => boolean
}

/** What a trial found. */
export interface TrialFault {
  readonly code: ErrorCode
  readonly message: string
  readonly seeds: readonly number[]
  /** `error` where a right answer is graded wrong; `warning` where it earns less than there is. */
  readonly level: 'error' | 'warning'
  /** The case that does not hold; left out for the problem's own answer. */
  readonly case?: ProblemCase
}

/** What became of a trial. */
export interface Trial {
  /** How many seeds were tried. */
  readonly seeds: number
  /** How many cases were tried. */
  readonly cases: number
  /** Whether the problem shows an answer that could be tried. */
  readonly hasAnswer: boolean
  readonly faults: readonly TrialFault[]
  /** Why not all was tried. */
  readonly untried?: { readonly code: ErrorCode; readonly message: string }
}

/** Failures that say nothing of the problem. */
const ofTheHost: ReadonlySet<ErrorCode> = new Set(['script-unavailable', 'script-paused'])

/**
 * Grades a problem by the answer that it shows itself, for each of some seeds, and by its cases. Never throws for what its author wrote: what
 * fails is a fault.
 */
export async function tryProblem(xml: string, options: TrialOptions): Promise<Trial> {
  const { seeds, cases = [], hasTime = () => true } = options
  const faults = new Map<string, TrialFault>()
  const add = (fault: Omit<TrialFault, 'seeds'>, seed: number) => {
    const key = JSON.stringify([fault.code, fault.message, fault.case?.name])
    const known = faults.get(key)
    faults.set(key, { ...fault, seeds: [...(known?.seeds ?? []), seed] })
  }
  let tried = 0
  let hasAnswer = false
  const all = [...new Set([...seeds, ...cases.flatMap((one) => one.seeds ?? [])])]
  let problem: CompiledProblem
  try {
    problem = compileProblem(xml, {})
  } catch (thrown) {
    const { code, message } = CompositorError.from(thrown, 'problem-unsupported')
    return { seeds: 0, cases: 0, hasAnswer, faults: [{ level: 'error', code, message, seeds: [] }] }
  }
  const done = (untried?: Trial['untried']): Trial => ({
    seeds: tried,
    cases: cases.length,
    hasAnswer,
    faults: [...faults.values()],
    ...(untried && { untried }),
  })
  for (const seed of all) {
    if (!hasTime()) {
      const message = `Time ran out after ${tried} of ${all.length} seeds.`
      return done({ code: 'problem-untried', message })
    }
    const { runner, context } = options
    const scripting: Scripting = { runner, context, id: 'p', anonymousId: '' }
    try {
      const drawn = await drawnProblem(problem, xml, seed, scripting)
      if (!runner && drawn.responses.some((one) => one.kind === 'unsupported' && one.undrawn))
        return done({ code: 'script-unavailable', message: 'It takes Python, which does not run here.' })
      const trial = new SeedTrial(xml, problem, drawn, seed, scripting)
      if (seeds.includes(seed)) {
        const fault = await trial.ownAnswer()
        hasAnswer ||= trial.hasAnswer
        if (fault) add({ code: 'problem-answer', ...fault }, seed)
      }
      for (const one of cases) {
        if (!(one.seeds ?? seeds).includes(seed)) continue
        const fault = await trial.case(one)
        if (fault !== undefined)
          add({ level: 'error', code: 'problem-case', message: fault, case: one }, seed)
      }
    } catch (thrown) {
      const { code, message } = CompositorError.from(thrown, 'script-failed')
      if (ofTheHost.has(code)) return done({ code, message })
      add({ level: 'error', code, message }, seed)
    }
    tried++
  }
  return done()
}

/** One problem as one seed draws it. */
class SeedTrial {
  hasAnswer = false

  constructor(
    private readonly xml: string,
    private readonly problem: CompiledProblem,
    private readonly drawn: CompiledProblem,
    private readonly seed: number,
    private readonly scripting: Scripting,
  ) {}

  /** What is wrong with the answer that the problem shows; undefined where it earns all there is. */
  async ownAnswer(): Promise<Pick<TrialFault, 'level' | 'message'> | undefined> {
    const known = ownAnswers(this.drawn)
    if (known.length === 0) return undefined
    this.hasAnswer = true
    const answers: Answers = Object.assign({}, ...known)
    try {
      for (const [input, answer] of Object.entries(answers)) {
        const strange = this.#strange(input, answer)
        if (strange !== undefined)
          return {
            level: 'error',
            message: `Its own answer '${strange}' to ${input} is none of its choices.`,
          }
      }
      const { correctMap, score } = await this.#grade(answers)
      for (const [input, answer] of Object.entries(answers)) {
        const found = correctMap[input]?.correctness ?? 'incorrect'
        if (found !== 'correct')
          return {
            level: 'error',
            message: `Its own answer ${shown(answer)} to ${input} is graded ${found}.`,
          }
      }
      const isWhole = known.length === this.drawn.responses.length
      const most = isWhole ? maxScore(this.drawn) : this.#mostOf(answers)
      const earned = isWhole
        ? score
        : Object.keys(answers).reduce((sum, input) => sum + (correctMap[input]?.npoints ?? 0), 0)
      return earned < most - 1e-9
        ? { level: 'warning', message: `Its own answers earn ${earned} of ${most} points.` }
        : undefined
    } catch (thrown) {
      const error = CompositorError.from(thrown, 'script-failed')
      if (error.code !== 'problem-input') throw error
      return { level: 'error', message: `Its own answer cannot be read: ${error.message}` }
    }
  }

  /** What is otherwise than a case says. */
  async case({
    answers: written,
    verdict,
    points,
    refused = false,
    name,
  }: ProblemCase): Promise<string | undefined> {
    const answers = await this.#filled(written)
    let grade: Grade
    try {
      grade = await this.#grade(answers)
    } catch (thrown) {
      const error = CompositorError.from(thrown, 'script-failed')
      if (error.code !== 'problem-input') throw error
      return refused ? undefined : `${name}: ${shownAll(answers)} is refused: ${error.message}`
    }
    if (refused) return `${name}: ${shownAll(answers)} is graded, not refused.`
    for (const [input, { correctness }] of Object.entries(grade.correctMap)) {
      const wanted = typeof verdict === 'string' ? verdict : verdict?.[input]
      if (wanted !== undefined && wanted !== correctness)
        return `${name}: ${shown(answers[input] ?? '')} to ${input} is graded ${correctness}, not ${wanted}.`
    }
    const lacking =
      typeof verdict === 'object' && Object.keys(verdict).find((input) => !grade.correctMap[input])
    if (lacking) return `${name}: there is no input ${lacking}.`
    if (points !== undefined && Math.abs(points - grade.score) > 1e-6)
      return `${name}: ${shownAll(answers)} earns ${grade.score} points, not ${points}.`
    return undefined
  }

  #grade(answers: Answers): Promise<Grade> | Grade {
    const { drawn, seed, scripting } = this
    const submission = { answers, seed, attempt: 1 }
    return drawn.script === undefined
      ? gradeProblem(drawn, submission)
      : gradeByScripts(drawn, submission, {}, scripting)
  }

  /** A choice that the input does not offer. */
  #strange(input: string, answer: Answer): string | undefined {
    const { choices = [] } = this.drawn.inputs[input] ?? {}
    const names = new Set(choices.map(({ name }) => name))
    return names.size === 0 ? undefined : [answer].flat().find((one) => one !== '' && !names.has(one))
  }

  #mostOf(answers: Answers): number {
    return this.drawn.responses
      .filter((response) =>
        ('fields' in response ? response.fields : [response]).some(
          (one) => 'input' in one && Object.hasOwn(answers, one.input),
        ),
      )
      .reduce((sum, response) => sum + pointsOf(response), 0)
  }

  /** Answers with the values of the script's variables in place of `$name`: drawn as the answers of a problem of that script. */
  async #filled(answers: Answers): Promise<Answers> {
    const texts = Object.values(answers).flat()
    if (this.problem.script === undefined || !texts.some((text) => text.includes('$'))) return answers
    const scripts = [...parseXml(this.xml).descendants()].filter(({ name }) => name === 'script')
    const sources = scripts.map(({ start, end }) => this.xml.slice(start, end)).join('')
    const asked = texts.map(
      (text) => `<stringresponse answer="${escapeXmlAttribute(text)}"><textline/></stringresponse>`,
    )
    const xml = `<problem>${sources}${asked.join('')}</problem>`
    const filled = await drawnProblem(compileProblem(xml, {}), xml, this.seed, this.scripting)
    const values = filled.responses.map((response) =>
      response.kind === 'string' ? (response.answers[0] ?? '') : '',
    )
    let next = 0
    const value = (text: string) => values[next++] ?? text
    return Object.fromEntries(
      Object.entries(answers).map(([input, answer]): [string, Answer] => [
        input,
        typeof answer === 'string' ? value(answer) : answer.map(value),
      ]),
    )
  }
}

function shown(answer: Answer): string {
  const text = typeof answer === 'string' ? answer : answer.join(', ')
  return `'${text.length > 100 ? `${text.slice(0, 100)}…` : text}'`
}

function shownAll(answers: Answers): string {
  return Object.entries(answers)
    .map(([input, answer]) => `${input} ${shown(answer)}`)
    .join(', ')
}
