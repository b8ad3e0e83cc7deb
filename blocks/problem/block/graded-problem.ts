import { CompositorError } from '../../../runtime/errors/index.js'
import { Clock, User } from '../../../runtime/service/index.js'
import type { Json } from '../../../runtime/values/json.js'
import { HandlerError, rescores, type RescoreOptions } from '../../../runtime/view/index.js'
import type { Answers, CorrectMap, Grade } from '../engine.js'
import {
  attemptOf,
  attemptsIn,
  earlierIn,
  keptAttempts,
  regraded,
  storedHistory,
  type Attempt,
} from './attempt-history.js'
import { countedScore, gradingMethodOf } from './grading-method.js'
import { hasControl, postedAnswers, type PostedAnswers } from './posted-answers.js'
import { feedbackEvent } from './problem-events.js'
import { scoreToJson, shareOf, type ProblemScore } from './problem-score.js'
import { ShownProblem } from './shown-problem.js'

/** How a problem's submissions are graded, kept, and graded again. */
export abstract class GradedProblem extends ShownProblem {
  /**
   * Grades every attempt that is kept again by the problem as it is now, each with its own seed; it is for staff, on the state of
   * a learner. Nobody's score changes while the problem stays the same.
   * @param onlyIfHigher leaves everything as it is where the learner would lose
   * @throws HandlerError 409 where nothing is graded, 422 or 503 where a script fails: then nothing has changed
   */
  @rescores async rescore({ onlyIfHigher }: RescoreOptions): Promise<void> {
    const event = { state: this.eventState }
    const fail = (failure: string, status: number, message: string) => {
      this.log('problem_rescore_fail', { ...event, failure })
      return new HandlerError(status, message)
    }
    const before = this.scoreNow
    const history = attemptsIn(this)
    if (!this.done || history.length === 0)
      throw fail('unanswered', 409, this.words.say('There is no submission to grade again.'))
    let attempts: readonly Attempt[]
    try {
      await this.draw()
      const regraded: Attempt[] = []
      for (const attempt of history) regraded.push(await this.regraded(attempt))
      attempts = regraded
    } catch (thrown) {
      if (!(thrown instanceof CompositorError) || !thrown.code.startsWith('script-')) throw thrown
      throw fail(thrown.code, isForNow(thrown) ? 503 : 422, thrown.message)
    }
    const after = this.countedOf(attempts)
    if (onlyIfHigher && shareOf(after) < shareOf(before)) return
    this.setHistory(attempts)
    this.publish('grade', { value: after.earned, maxValue: after.possible, onlyIfHigher })
    this.log('problem_rescore', {
      ...event,
      orig_score: before.earned,
      orig_total: before.possible,
      new_score: after.earned,
      new_total: after.possible,
      correct_map: this.withIds(this.correctMap),
      success: successOf(this.grades),
      attempts: this.attempts,
    })
  }

  /** The answers in what a page posted. @throws HandlerError as {@link postedAnswers} does */
  protected answersIn(form: PostedAnswers): Answers {
    const isAuthors = (name: string) => hasControl(this.data, name)
    return postedAnswers(form, this.htmlId, this.compiled.inputs, isAuthors, this.words)
  }

  /**
   * The grade of a submission.
   * @throws CompositorError `problem-input` for an answer that cannot be read
   * @throws HandlerError 422 or 503 for one its script cannot check
   */
  protected async grade(answers: Answers): Promise<Grade> {
    const { compiled, seedNow: seed } = this
    try {
      return await this.gradeOf(compiled, { answers, seed, attempt: this.attempts + 1 }, this.grades)
    } catch (thrown) {
      if (!(thrown instanceof CompositorError) || !thrown.code.startsWith('script-')) throw thrown
      this.log('problem_check_fail', {
        state: this.eventState,
        answers: this.withIds(answers),
        failure: thrown.code,
        error: thrown.message,
      })
      const isTold = this.service(User).isStaff || thrown.code === 'script-paused'
      const reason = isTold ? ` ${thrown.message}` : ''
      throw new HandlerError(
        isForNow(thrown) ? 503 : 422,
        this.words.say('Your answer could not be checked just now, and no attempt was used.') + reason,
      )
    }
  }

  /** Keeps a graded submission. Nothing refused comes here, so the histories always match. */
  protected keep(answers: Answers, grade: Grade): Attempt {
    const now = new Date(this.service(Clock).now())
    const attempt = attemptOf(
      { number: this.attempts + 1, answers, seed: this.seedNow, time: now.toISOString() },
      grade,
    )
    this.seed = attempt.seed
    this.attempts += 1
    this.done = true
    this.hasSavedAnswers = false
    this.studentAnswers = answers
    this.lastSubmissionTime = now
    const { attempts, earlier } = keptAttempts(
      [...attemptsIn(this), attempt],
      earlierIn(this.earlierAttempts),
    )
    if (earlier) this.earlierAttempts = { ...earlier }
    this.setHistory(attempts)
    return attempt
  }

  /** Logs the feedback that a submission brought about. */
  protected logFeedback({ feedback }: Grade): void {
    const { responses } = this.compiled
    for (const [input, shown] of Object.entries(feedback)) {
      const response = Number.parseInt(input, 10) - 2
      const question = `${responses[response]?.kind ?? ''}response`
      const part = `${this.htmlId}_${response + 1}`
      this.publish(
        'edx.problem.hint.feedback_displayed',
        feedbackEvent(shown, { problem: this.composed.key, part, question }),
      )
    }
  }

  private async regraded(attempt: Attempt): Promise<Attempt> {
    const problem = await this.drawnFor(attempt.seed)
    return regraded(attempt, () =>
      this.gradeOf(problem, { ...attempt, attempt: attempt.number }, attempt.correctMap),
    )
  }

  /** Stores the attempts, the grades of the last one, and the score that counts of all. */
  private setHistory(attempts: readonly Attempt[]): void {
    Object.assign(this, storedHistory(attempts))
    this.correctMap = { ...(attempts.at(-1)?.correctMap as Record<string, Json> | undefined) }
    this.score = scoreToJson(this.countedOf(attempts))
  }

  private countedOf(attempts: readonly Attempt[]): ProblemScore {
    const scores = attempts.map(({ score }) => score)
    return countedScore(gradingMethodOf(this.gradingMethod), scores, earlierIn(this.earlierAttempts))
  }
}

/** How a submission as a whole is called: correct where no input is wrong, though some may be so only in part. */
export function successOf(grades: CorrectMap): 'correct' | 'incorrect' {
  return Object.values(grades).every(({ correctness }) => correctness !== 'incorrect')
    ? 'correct'
    : 'incorrect'
}

/** Whether another time it may be different. */
function isForNow({ code }: CompositorError): boolean {
  return code === 'script-unavailable' || code === 'script-paused'
}
