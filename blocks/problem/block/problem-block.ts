import { problemTemplates } from '../templates.js'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { block } from '../../../runtime/block/index.js'
import { CompositorError } from '../../../runtime/errors/index.js'
import { textOfMarkup } from '../../../runtime/html/index.js'
import { Clock, needs, Random, ScriptRunner, Urls, User, wants } from '../../../runtime/service/index.js'
import { handler, HandlerError } from '../../../runtime/view/index.js'
import {
  formulaPreview,
  fullScore,
  maxScore,
  shownAnswers,
  summariseProblem,
  type Answers,
  type CompiledProblem,
  UnreadableAnswer,
  type Grade,
} from '../engine.js'
import { GradedProblem, successOf } from './graded-problem.js'
import { prepared } from './learners-problem.js'
import type { PostedAnswers } from './posted-answers.js'
import { problemAttempted } from './problem-attempted.js'
import { followProblem, problemRemarks, problemScripts, type AuthoredProblem } from './problem-authoring.js'
import { closedText, resultText, stateText } from './problem-notice.js'
import { scoreToJson, weightedScore, type ProblemScore } from './problem-score.js'
import { drawnSeed, redrawsOnReset } from './randomization.js'
import { readProblemOlx } from './read-problem-olx.js'
import { submissionDetails } from './submission-details.js'
import { writeProblemOlx } from './write-problem-olx.js'

const posted = z.record(z.string(), z.unknown())
const nothing = z.unknown()
/** Longer formulas are graded, and not shown while they are typed. */
const formula = z.object({ value: z.string().max(1000) })
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
  maxScore: (fields: AuthoredProblem, compiled) =>
    fullScore(compiled === undefined ? prepared.prepare(fields) : (compiled as unknown as CompiledProblem)),
  summary: ({ data }: AuthoredProblem) => summariseProblem(data),
  attempted: problemAttempted,
  words: ({ data }: AuthoredProblem) => ({ texts: [textOfMarkup(data)] }),
  prepare: prepared,
  check: problemRemarks,
  scripts: problemScripts,
  follow: followProblem,
  templates: problemTemplates,
  readOlx: readProblemOlx,
  writeOlx: writeProblemOlx,
})
export class ProblemBlock extends GradedProblem {
  /** Grades the answers given; it uses an attempt, unless an answer cannot be read. */
  @handler(posted) async problemCheck(form: PostedAnswers) {
    await this.draw()
    const before = this.snapshot()
    const { standing } = this
    const event = { state: this.eventState }
    const answers = this.answersIn(form)
    const fail = (failure: string, message: string) => {
      this.log('problem_check_fail', { ...event, answers: this.withIds(answers), failure })
      return new HandlerError(409, message)
    }
    if (standing.isClosed) throw fail('closed', closedText(standing, this.words))
    if (standing.needsReset)
      throw fail('unreset', this.words.say('Reset the problem before you submit again.'))
    this.refuseTooSoon()
    const grade = await this.readable(this.grade(answers))
    if (grade instanceof CompositorError) return this.unreadable(before, answers, grade)
    const attempt = this.keep(answers, grade)

    const score = this.scoreNow
    const outcome = successOf(grade.correctMap)
    this.logFeedback(grade)
    this.publish('grade', { value: score.earned, maxValue: score.possible })
    this.publish('completion', { value: 1 })
    this.log('problem_check', {
      ...event,
      answers: this.withIds(answers),
      grade: score.earned,
      max_grade: score.possible,
      correct_map: this.withIds(grade.correctMap),
      success: outcome,
      attempts: this.attempts,
      submission: this.withIds(submissionDetails(this.compiled, answers, grade, this.variant)),
    })
    const isUngraded = Object.keys(grade.correctMap).length === 0
    const success = isUngraded || !this.standing.mayShowCorrectness ? 'submitted' : outcome
    return this.answered(before, {
      success,
      contents: this.contents().text,
      message: resultText(attempt.score, weightedScore(attempt.score, this.weight), success, this.words),
    })
  }

  /** Keeps the answers given, without grading them. */
  @handler(posted) async problemSave(form: PostedAnswers) {
    await this.draw()
    const before = this.snapshot()
    const { standing } = this
    const answers = this.answersIn(form)
    const event = { state: this.eventState, answers: this.withIds(answers) }
    const fail = (failure: string, message: string) => {
      this.log('save_problem_fail', { ...event, failure })
      return new HandlerError(409, message)
    }
    if (standing.isClosed && !standing.isSurvey) throw fail('closed', closedText(standing, this.words))
    if (standing.needsReset) throw fail('done', this.words.say('Reset the problem before you save answers.'))
    this.seed = this.seedNow
    this.studentAnswers = answers
    this.hasSavedAnswers = true
    this.log('save_problem_success', event)
    return this.answered(before, {
      success: true,
      contents: this.contents().text,
      message: stateText(this.standing, true, this.words),
    })
  }

  /** Shows the answers, where the learner may see them. */
  @handler(nothing) async problemShow() {
    await this.draw()
    this.log('showanswer', {})
    if (!this.standing.mayShowAnswer || !this.hasAnswer) {
      throw new HandlerError(403, this.words.say('The answer to this problem cannot be shown now.'))
    }
    const answers = Object.entries(shownAnswers(this.compiled, this.seedNow, this.words)).map(
      ([key, answer]) => [key, typeof answer === 'string' ? this.linked(answer) : answer] as const,
    )
    return this.answered(this.snapshot(), {
      success: true,
      answers: this.withIds(Object.fromEntries(answers)),
      contents: this.contents(true).text,
      message: this.words.say('The answer is shown.'),
    })
  }

  /** Lets the learner begin again; attempts stay used. */
  @handler(nothing) async problemReset() {
    await this.draw()
    const before = this.snapshot()
    const { standing } = this
    const event = { old_state: this.eventState }
    const fail = (failure: string, message: string) => {
      this.log('reset_problem_fail', { ...event, failure })
      return new HandlerError(409, message)
    }
    if (standing.isClosed) throw fail('closed', this.words.say('A problem that is closed cannot be reset.'))
    if (!this.done) throw fail('not_done', this.words.say('Submit an answer before you reset the problem.'))
    if (redrawsOnReset(this.randomization)) {
      this.seed = drawnSeed(() => this.service(Random).next(), this.seeds)
      await this.draw()
    }
    this.studentAnswers = {}
    this.correctMap = {}
    this.inputState = {}
    this.done = false
    this.hasSavedAnswers = false
    this.score = scoreToJson({ earned: 0, possible: maxScore(this.compiled) })
    this.publish('grade', { value: 0, maxValue: this.scoreNow.possible })
    this.log('reset_problem', { ...event, new_state: this.eventState })
    return this.answered(before, {
      success: true,
      contents: this.contents().text,
      message: this.words.say('The problem was reset.'),
    })
  }

  /** Shows the next hint, or the one asked for; after the last comes the first again. */
  @handler(hintRequest) async hintButton({ hint_index: asked }: z.output<typeof hintRequest>) {
    await this.draw()
    const hints = this.compiled.demandHints
    if (hints.length === 0) throw new HandlerError(409, this.words.say('This problem has no hints.'))
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
      message: this.words.say('Hint {number} of {count}.', { number: index + 1, count: hints.length }),
    })
  }

  /** How a formula that is being typed is read; it is shown as MathML, and nothing is kept of it. */
  @handler(formula) problemPreview({ value }: z.output<typeof formula>) {
    try {
      return { preview: formulaPreview(value), message: '' }
    } catch (thrown) {
      if (!(thrown instanceof UnreadableAnswer)) throw thrown
      return { preview: '', message: thrown.in(this.words) }
    }
  }

  /** The problem as it stands, without the answers. */
  @handler(nothing) async problemGet() {
    await this.draw()
    return this.answered(this.snapshot(), {
      success: true,
      contents: this.contents().text,
      message: stateText(this.standing, this.hasSavedAnswers, this.words),
    })
  }

  /** A grade; or, where an answer cannot be read, why. */
  private async readable(grade: Promise<Grade>): Promise<Grade | CompositorError> {
    try {
      return await grade
    } catch (thrown) {
      if (thrown instanceof CompositorError && thrown.code === 'problem-input') return thrown
      throw thrown
    }
  }

  /** Keeps an answer that cannot be read, to be put right; it uses no attempt. */
  private unreadable(before: Progress, answers: Answers, refused: CompositorError) {
    this.seed = this.seedNow
    this.studentAnswers = answers
    this.hasSavedAnswers = false
    const message = refused instanceof UnreadableAnswer ? refused.in(this.words) : refused.message
    return this.answered(before, { success: message, contents: this.contents().text, message })
  }

  private refuseTooSoon(): void {
    const { lastSubmissionTime, submissionWaitSeconds } = this
    if (lastSubmissionTime === null || submissionWaitSeconds <= 0) return
    const waited = (this.service(Clock).now() - lastSubmissionTime.getTime()) / 1000
    if (waited >= submissionWaitSeconds) return
    const rest = Math.ceil(submissionWaitSeconds - waited)
    throw new HandlerError(
      429,
      this.words.say(
        'Wait at least {wait} seconds between submissions. You can submit again in {rest} {rest, plural, one {second} other {seconds}}.',
        { wait: submissionWaitSeconds, rest },
      ),
    )
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
