import { Block, preparation } from '../../../runtime/block/index.js'
import {
  joinCourseLinks,
  mayHoldCourseLinks,
  splitCourseLinks,
  texRenderer,
  type SafeHtml,
} from '../../../runtime/html/index.js'
import { LibraryRunner } from '../script/library-runner.js'
import { Clock, I18n, Random, ScriptRunner, Urls, User } from '../../../runtime/service/index.js'
import { isJsonObject, type Json } from '../../../runtime/values/json.js'
import {
  compileProblem,
  drawnProblem,
  gradeByScripts,
  gradeProblem,
  maxScore,
  renderProblem,
  shownAnswers,
  type Answers,
  type CompiledProblem,
  type CorrectMap,
  type Grade,
  type ProblemState,
  type Scripting,
  type Submission,
} from '../engine.js'
import { areGraded } from './attempt-history.js'
import { htmlIdOf } from './html-id.js'
import { permutationOf } from './problem-events.js'
import { problemFields } from './problem-fields.js'
import { problemContents } from './problem-markup.js'
import { scoreFromJson, weightedScore, type ProblemScore } from './problem-score.js'
import { ProblemStanding } from './problem-standing.js'
import { firstSeed, randomizationOf, redrawsOnReset } from './randomization.js'

/** The problem, parsed once per published version. */
export const prepared = preparation(({ data }: { readonly data: string }) =>
  compileProblem(data, { renderMath: texRenderer(data) }),
)

/** A problem together with what one learner did at it: everything views and handlers look at. */
export abstract class LearnersProblem extends Block(problemFields) {
  private drawn: CompiledProblem | undefined

  /** The problem as it was drawn for this learner; before {@link draw}, as it is for everybody. */
  protected get compiled(): CompiledProblem {
    return this.drawn ?? prepared.of(this)
  }

  /**
   * Draws the problem by its script, where it has one; views and handlers begin with it.
   * @param seed left out for the learner's own; given, the problem is drawn as for nobody in particular
   * @throws CompositorError `script-failed` and its like
   */
  protected async draw(seed?: number): Promise<void> {
    if (prepared.of(this).script !== undefined) {
      this.drawn = await (seed === undefined ? this.drawnFor(this.seedNow) : this.drawnFor(seed, ''))
    }
  }

  /** The problem as a seed draws it. @param anonymousId left out for the learner's own */
  protected async drawnFor(seed: number, anonymousId?: string): Promise<CompiledProblem> {
    const problem = prepared.of(this)
    const { data } = this
    const scripting = this.scripting(anonymousId)
    return scripting
      ? this.waitFor(drawnProblem(problem, data, seed, scripting, { renderMath: texRenderer(data) }))
      : problem
  }

  /**
   * The grade of a submission, with what the problem's scripts say of it.
   * @param problem drawn for the seed @param previous grades of the submission before
   * @throws CompositorError `problem-input`, `script-failed` and its like
   */
  protected async gradeOf(
    problem: CompiledProblem,
    submission: Submission,
    previous: CorrectMap,
  ): Promise<Grade> {
    const scripting = this.scripting()
    return scripting
      ? this.waitFor(
          gradeByScripts(problem, submission, previous, { ...scripting, learner: this.service(User).id }),
        )
      : gradeProblem(problem, submission)
  }

  /** What scripts run with; undefined where there are none to run. */
  private scripting(anonymousId?: string): Scripting | undefined {
    if (prepared.of(this).script === undefined) return undefined
    const runner = this.optionalService(ScriptRunner)
    const { origin } = this.composed
    return {
      runner:
        runner && origin
          ? new LibraryRunner(runner, { library: origin.library, version: origin.version })
          : runner,
      context: this.usageKey.context.withoutBranchOrVersion().toString(),
      id: this.htmlId,
      anonymousId: anonymousId ?? this.ownAnonymousId,
    }
  }

  /** Read only where the problem names it: what is shown then is the learner's own. */
  private get ownAnonymousId(): string {
    return this.data.includes('anonymous_student_id') ? this.service(User).anonymousId : ''
  }

  /** Whether there is an input to answer. */
  protected get isAnswerable(): boolean {
    return Object.keys(this.compiled.inputs).length > 0
  }

  /** Whether there is an answer or a solution to show; a question that cannot be asked here keeps its own. */
  protected get hasAnswer(): boolean {
    const { responses, solutions } = this.compiled
    return this.isAnswerable || (responses.length === 0 && solutions.length > 0)
  }

  /** In the language of the learner. */
  protected get words(): I18n {
    return this.service(I18n)
  }

  protected get htmlId(): string {
    return htmlIdOf(this.composed)
  }

  protected get answers(): Answers {
    return this.studentAnswers as Answers
  }

  protected get grades(): CorrectMap {
    return this.correctMap as unknown as CorrectMap
  }

  /** The score that counts, before weighting. */
  protected get scoreNow(): ProblemScore {
    return scoreFromJson(this.score) ?? { earned: 0, possible: maxScore(this.compiled) }
  }

  /** The score as the learner sees it. */
  protected get progress(): ProblemScore | null {
    return weightedScore(this.scoreNow, this.weight)
  }

  protected get randomization() {
    return randomizationOf(this.rerandomize)
  }

  /** The seed as events report it: '' where all learners have the same. */
  protected get variant(): number | '' {
    return this.randomization === 'never' ? '' : this.seedNow
  }

  /** The seed this learner's problem is drawn from. One drawn by chance is kept at once. */
  protected get seedNow(): number {
    if (this.seed !== null) return this.seed
    const { randomization } = this
    const seed = firstSeed(
      randomization,
      () => this.service(User).id,
      this.composed.key,
      () => this.service(Random).next(),
      this.seeds,
    )
    if (redrawsOnReset(randomization)) this.seed = seed
    return seed
  }

  /** Epoch milliseconds at which the problem is due for this learner. */
  private get dueNow(): number | undefined {
    return (this.due ?? this.courseEnd)?.getTime()
  }

  /** Epoch milliseconds from which the problem is closed: when it is due or the course ends, and the grace period. */
  private get closes(): number | undefined {
    const { dueNow } = this
    return dueNow === undefined ? undefined : dueNow + (this.graceperiod ?? 0) * 1000
  }

  protected get standing(): ProblemStanding {
    const { closes: close } = this
    return new ProblemStanding({
      attempts: this.attempts,
      maxAttempts: this.maxAttempts,
      done: this.done,
      score: this.scoreNow,
      hasClose: close !== undefined,
      due: this.dueNow,
      isPastDue: close !== undefined && this.service(Clock).isPast(close),
      isStaff: this.service(User).isStaff,
      showanswer: this.showanswer,
      attemptsBeforeShowanswerButton: this.attemptsBeforeShowanswerButton,
      showCorrectness: this.showCorrectness,
      randomization: this.randomization,
      showResetButton: this.showResetButton,
      forceSaveButton: this.forceSaveButton,
    })
  }

  /** The state of the problem as events report it (the incumbent's `get_state`); of its history, the last attempt. */
  protected get eventState(): Record<string, Json> {
    return {
      seed: this.seedNow,
      done: this.done,
      student_answers: this.withIds({ ...this.studentAnswers }),
      correct_map: this.withIds({ ...this.correctMap }),
      correct_map_history: this.correctMapHistory
        .slice(-1)
        .map((map) => (isJsonObject(map) ? this.withIds(map) : map)),
      input_state: this.withIds(
        Object.fromEntries(
          Object.keys(this.compiled.inputs).map((input) => [input, this.inputState[input] ?? {}]),
        ),
      ),
      has_saved_answers: this.hasSavedAnswers,
    }
  }

  /** Logs what happened at this problem, with the order of mixed choices. */
  protected log(event: string, payload: Readonly<Record<string, unknown>>): void {
    const permutation = permutationOf(this.compiled, this.seedNow)
    this.publish(event, {
      ...payload,
      problem_id: this.composed.key,
      ...(permutation && { permutation: this.withIds(permutation) }),
    })
  }

  /** The form as this learner sees it now. @param answerShown only where the learner may see the answer */
  protected contents(answerShown = false, standing = this.standing): SafeHtml {
    const { compiled } = this
    const hintCount = Math.min((this.hintIndex ?? -1) + 1, compiled.demandHints.length)
    return problemContents({
      id: this.htmlId,
      words: this.words,
      title: this.displayName,
      questions: this.questions({
        seed: this.seedNow,
        state: {
          answers: this.answers,
          correctMap: this.grades,
          correctnessWithheld: !standing.mayShowCorrectness,
          savedSinceGraded: this.hasSavedAnswers || !areGraded(this.answers, this),
          shownAnswers: answerShown ? shownAnswers(compiled, this.seedNow, this.words) : undefined,
        },
      }),
      answerable: this.isAnswerable,
      standing,
      progress: this.progress,
      attempts: this.attempts,
      maxAttempts: this.maxAttempts,
      graded: this.graded,
      hints: compiled.demandHints.slice(0, hintCount).map((hint) => this.linked(hint)),
      hasMoreHints: hintCount < compiled.demandHints.length,
      hasAnswer: this.hasAnswer,
      answerShown,
      actionUrl: (action) => this.optionalService(Urls)?.handler(this.composed.key, action) ?? '',
    })
  }

  /** The questions alone. */
  protected questions(page: { readonly seed: number; readonly state?: ProblemState }): string {
    return this.linked(renderProblem(this.compiled, { id: this.htmlId, words: this.words, ...page }))
  }

  /** HTML with its links into the course led there. */
  protected linked(text: string): string {
    if (!mayHoldCourseLinks(text)) return text
    return joinCourseLinks(splitCourseLinks(text), this.optionalService(Urls), this.usageKey.context)
  }

  /** The same values under the full ids of their inputs, as pages and events name them. */
  protected withIds<T>(values: Readonly<Record<string, T>>): Record<string, T> {
    return Object.fromEntries(
      Object.entries(values).map(([input, value]) => [`${this.htmlId}_${input}`, value]),
    )
  }
}
