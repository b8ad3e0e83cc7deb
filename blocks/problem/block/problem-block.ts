import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { block } from '../../../runtime/block/index.js'
import { CompositorError } from '../../../runtime/errors/index.js'
import { Clock, needs, Random, ScriptRunner, Urls, User, wants } from '../../../runtime/service/index.js'
import type { Json } from '../../../runtime/values/json.js'
import { handler, HandlerError, rescores, type RescoreOptions } from '../../../runtime/view/index.js'
import { maxScore, shownAnswers, type Answers, type CompiledProblem, type Grade } from '../engine.js'
import { attemptOf, attemptsIn, regraded, storedHistory, type Attempt } from './attempt-history.js'
import { countedScore, gradingMethodOf } from './grading-method.js'
import { prepared } from './learners-problem.js'
import { postedAnswers, type PostedAnswers } from './posted-answers.js'
import { resultText, stateText } from './problem-notice.js'
import { isFull, scoreToJson, shareOf, weightedScore, type ProblemScore } from './problem-score.js'
import type { ProblemStanding } from './problem-standing.js'
import { drawnSeed, redrawsOnReset } from './randomization.js'
import { readProblemOlx } from './read-problem-olx.js'
import { ShownProblem } from './shown-problem.js'
import { submissionDetails } from './submission-details.js'

const posted = z.record(z.string(), z.unknown())
const nothing = z.unknown()
const hintRequest = z.object({ hint_index: z.coerce.number().int().min(0).optional() })

/** What a problem answers to an action, besides what is the action's own. */
interface ActionAnswer {
  readonly success: boolean | string
  /** The form, drawn anew. */
  readonly contents: string
  /** What happened, for the learner to read or hear. */
  readonly message: string
}

/** What is compared to tell whether an action changed the learner's progress. */
interface Progress {
  readonly attempts: number
  readonly score: ProblemScore | null
}

/**
 * A problem: questions that are answered and graded (the incumbent's `problem` block). Its rules are in
 * {@link ProblemStanding}, its grading in the engine beside it.
 */
@needs(User)
@needs(Clock)
@needs(Random)
@wants(Urls)
@wants(ScriptRunner)
@block('problem', {
  completion: 'completable',
  hasScore: true,
  maxScore: (fields: { readonly data: string }, compiled) =>
    maxScore(compiled === undefined ? prepared.prepare(fields) : (compiled as unknown as CompiledProblem)),
  prepare: prepared,
  readOlx: readProblemOlx,
})
export class ProblemBlock extends ShownProblem {
  /** Grades the answers given; it uses an attempt, unless an answer cannot be read. */
  @handler(posted) async problemCheck(form: PostedAnswers) {
    await this.draw()
    const before = this.snapshot()
    const { standing } = this
    const event = { state: this.eventState, problem_id: this.composed.key }
    const answers = postedAnswers(form, this.htmlId, this.compiled.inputs)
    const fail = (failure: string, message: string) => {
      this.publish('problem_check_fail', { ...event, answers: this.withIds(answers), failure })
      return new HandlerError(409, message)
    }
    if (standing.isClosed) throw fail('closed', closedText(standing))
    if (standing.needsReset) throw fail('unreset', 'Reset the problem before you submit again.')
    this.refuseTooSoon()
    const grade = await this.grade(answers)
    const attempt = attemptOf(answers, this.seedNow, grade)
    this.keep(attempt)

    const score = this.scoreNow
    const isCorrect = Object.values(grade.correctMap).every(({ correctness }) => correctness !== 'incorrect')
    this.publish('grade', { value: score.earned, maxValue: score.possible })
    this.publish('completion', { value: 1 })
    this.publish('problem_check', {
      ...event,
      answers: this.withIds(answers),
      grade: score.earned,
      max_grade: score.possible,
      correct_map: this.withIds(grade.correctMap),
      success: isCorrect ? 'correct' : 'incorrect',
      attempts: this.attempts,
      submission: this.withIds(submissionDetails(this.compiled, answers, grade, this.variant)),
    })
    const isUngraded = Object.keys(grade.correctMap).length === 0
    const success =
      isUngraded || !this.standing.mayShowCorrectness ? 'submitted' : isCorrect ? 'correct' : 'incorrect'
    return this.answered(before, {
      success,
      contents: this.contents().text,
      message: resultText(attempt.score, weightedScore(attempt.score, this.weight), success),
    })
  }

  /** Keeps the answers given, without grading them. */
  @handler(posted) async problemSave(form: PostedAnswers) {
    await this.draw()
    const before = this.snapshot()
    const { standing } = this
    const answers = postedAnswers(form, this.htmlId, this.compiled.inputs)
    const event = { state: this.eventState, problem_id: this.composed.key, answers: this.withIds(answers) }
    if (!standing.canSave) {
      this.publish('save_problem_fail', { ...event, failure: standing.needsReset ? 'done' : 'closed' })
      throw new HandlerError(
        409,
        standing.needsReset ? 'Reset the problem before you save answers.' : closedText(standing),
      )
    }
    this.seed = this.seedNow
    this.studentAnswers = answers as Record<string, Json>
    this.hasSavedAnswers = true
    this.publish('save_problem_success', event)
    return this.answered(before, {
      success: true,
      contents: this.contents().text,
      message: stateText(this.standing, true),
    })
  }

  /** Shows the answers, where the learner may see them. */
  @handler(nothing) async problemShow() {
    await this.draw()
    this.publish('showanswer', { problem_id: this.composed.key })
    if (!this.standing.mayShowAnswer || !this.hasAnswer) {
      throw new HandlerError(403, 'The answer to this problem cannot be shown now.')
    }
    const answers = Object.entries(shownAnswers(this.compiled, this.seedNow)).map(
      ([key, answer]) => [key, typeof answer === 'string' ? this.linked(answer) : answer] as const,
    )
    return this.answered(this.snapshot(), {
      success: true,
      answers: this.withIds(Object.fromEntries(answers)),
      contents: this.contents(true).text,
      message: 'The answer is shown.',
    })
  }

  /** Lets the learner begin again; attempts stay used. */
  @handler(nothing) async problemReset() {
    await this.draw()
    const before = this.snapshot()
    const { standing } = this
    const event = { problem_id: this.composed.key, old_state: this.eventState }
    const fail = (failure: string, message: string) => {
      this.publish('reset_problem_fail', { ...event, failure })
      return new HandlerError(409, message)
    }
    if (standing.isClosed) throw fail('closed', 'A problem that is closed cannot be reset.')
    if (!this.done) throw fail('not_done', 'Submit an answer before you reset the problem.')
    if (redrawsOnReset(this.randomization)) {
      this.seed = drawnSeed(() => this.service(Random).next())
      await this.draw()
    }
    this.studentAnswers = {}
    this.correctMap = {}
    this.inputState = {}
    this.done = false
    this.hasSavedAnswers = false
    this.score = scoreToJson({ earned: 0, possible: maxScore(this.compiled) })
    this.publish('grade', { value: 0, maxValue: this.scoreNow.possible })
    this.publish('reset_problem', { ...event, new_state: this.eventState })
    return this.answered(before, {
      success: true,
      contents: this.contents().text,
      message: 'The problem was reset.',
    })
  }

  /** Shows the next hint, or the one asked for; after the last comes the first again. */
  @handler(hintRequest) async hintButton({ hint_index: asked }: z.output<typeof hintRequest>) {
    await this.draw()
    const hints = this.compiled.demandHints
    if (hints.length === 0) throw new HandlerError(409, 'This problem has no hints.')
    const index = (asked ?? (this.hintIndex ?? -1) + 1) % hints.length
    this.hintIndex = index
    this.publish('edx.problem.hint.demandhint_displayed', {
      module_id: this.composed.key,
      hint_index: index,
      hint_len: hints.length,
      hint_text: hints[index] ?? '',
    })
    return this.answered(this.snapshot(), {
      success: true,
      hint_index: index,
      should_enable_next_hint: index + 1 < hints.length,
      msg: hints
        .slice(0, index + 1)
        .map((hint) => this.linked(hint))
        .join('\n'),
      contents: this.contents().text,
      message: `Hint ${index + 1} of ${hints.length}.`,
    })
  }

  /** The problem as it stands, without the answers. */
  @handler(nothing) async problemGet() {
    await this.draw()
    return this.answered(this.snapshot(), {
      success: true,
      contents: this.contents().text,
      message: stateText(this.standing, this.hasSavedAnswers),
    })
  }

  /**
   * Grades every attempt again by the problem as it is now, each with its own seed; it is for staff, on the state of
   * a learner. Nobody's score changes while the problem stays the same.
   * @param onlyIfHigher leaves everything as it is where the learner would lose
   * @throws HandlerError 409 where nothing is graded, 422 or 503 where a script fails: then nothing has changed
   */
  @rescores async rescore({ onlyIfHigher }: RescoreOptions): Promise<void> {
    const event = { state: this.eventState, problem_id: this.composed.key }
    const fail = (failure: string, status: number, message: string) => {
      this.publish('problem_rescore_fail', { ...event, failure })
      return new HandlerError(status, message)
    }
    const before = this.scoreNow
    const history = attemptsIn(this)
    if (!this.done || history.length === 0)
      throw fail('unanswered', 409, 'There is no submission to grade again.')
    let attempts: readonly Attempt[]
    try {
      await this.draw()
      attempts = await Promise.all(history.map((attempt) => this.regraded(attempt)))
    } catch (thrown) {
      if (!(thrown instanceof CompositorError) || !thrown.code.startsWith('script-')) throw thrown
      throw fail(thrown.code, thrown.code === 'script-unavailable' ? 503 : 422, thrown.message)
    }
    const after = this.countedOf(attempts)
    if (onlyIfHigher && shareOf(after) < shareOf(before)) return
    this.setHistory(attempts)
    this.publish('grade', { value: after.earned, maxValue: after.possible, onlyIfHigher })
    this.publish('problem_rescore', {
      ...event,
      orig_score: before.earned,
      orig_total: before.possible,
      new_score: after.earned,
      new_total: after.possible,
      correct_map: this.withIds(this.correctMap),
      success: isFull(after) ? 'correct' : 'incorrect',
      attempts: this.attempts,
    })
  }

  private refuseTooSoon(): void {
    const { lastSubmissionTime, submissionWaitSeconds } = this
    if (lastSubmissionTime === null || submissionWaitSeconds <= 0) return
    const waited = (this.service(Clock).now() - lastSubmissionTime.getTime()) / 1000
    if (waited >= submissionWaitSeconds) return
    const rest = Math.ceil(submissionWaitSeconds - waited)
    throw new HandlerError(
      429,
      `Wait at least ${submissionWaitSeconds} seconds between submissions. You can submit again in ${rest} ${rest === 1 ? 'second' : 'seconds'}.`,
    )
  }

  /** @throws HandlerError 400 for an answer that cannot be read, 422 or 503 for one its script cannot check */
  private async grade(answers: Answers): Promise<Grade> {
    const { compiled, seedNow: seed } = this
    try {
      return await this.gradeOf(compiled, { answers, seed }, this.grades)
    } catch (thrown) {
      if (!(thrown instanceof CompositorError)) throw thrown
      if (thrown.code === 'problem-input') throw new HandlerError(400, thrown.message)
      if (!thrown.code.startsWith('script-')) throw thrown
      this.publish('problem_check_fail', {
        state: this.eventState,
        problem_id: this.composed.key,
        answers: this.withIds(answers),
        failure: thrown.code,
        error: thrown.message,
      })
      const reason = this.service(User).isStaff ? ` ${thrown.message}` : ''
      throw new HandlerError(
        thrown.code === 'script-unavailable' ? 503 : 422,
        `Your answer could not be checked just now, and no attempt was used.${reason}`,
      )
    }
  }

  private async regraded(attempt: Attempt): Promise<Attempt> {
    const problem = await this.drawnFor(attempt.seed)
    return regraded(attempt, () => this.gradeOf(problem, attempt, attempt.correctMap))
  }

  /** Notes a graded submission. Nothing refused comes here, so the histories always match. */
  private keep(attempt: Attempt): void {
    this.seed = attempt.seed
    this.attempts += 1
    this.done = true
    this.hasSavedAnswers = false
    this.studentAnswers = attempt.answers as Record<string, Json>
    this.lastSubmissionTime = new Date(this.service(Clock).now())
    this.setHistory([...attemptsIn(this), attempt])
  }

  /** Stores the attempts, the grades of the last one, and the score that counts of all. */
  private setHistory(attempts: readonly Attempt[]): void {
    Object.assign(this, storedHistory(attempts))
    this.correctMap = { ...(attempts.at(-1)?.correctMap as Record<string, Json> | undefined) }
    this.score = scoreToJson(this.countedOf(attempts))
  }

  private countedOf(attempts: readonly Attempt[]): ProblemScore {
    const scores = attempts.map(({ score }) => score)
    return countedScore(gradingMethodOf(this.gradingMethod), scores)
  }

  /** A score the learner must not know counts as no score, so that no change of it shows. */
  private snapshot(): Progress {
    return { attempts: this.attempts, score: this.standing.mayShowCorrectness ? this.progress : null }
  }

  private answered<T extends ActionAnswer>(before: Progress, answer: T) {
    const after = this.snapshot()
    return {
      ...answer,
      attempts_used: after.attempts,
      progress_changed: before.attempts !== after.attempts || !isDeepStrictEqual(before.score, after.score),
      ...this.shownProgress(),
    }
  }
}

function closedText({ isPastDue, isSurvey }: ProblemStanding): string {
  if (isPastDue) return 'This problem is closed: its due date has passed.'
  return isSurvey
    ? 'Answers to this problem are saved, not graded.'
    : 'This problem is closed: all attempts are used.'
}
