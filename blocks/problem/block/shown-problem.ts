import { html } from '../../../runtime/html/index.js'
import { Fragment, view } from '../../../runtime/view/index.js'
import { maxScore } from '../engine.js'
import { attemptsIn, earlierIn } from './attempt-history.js'
import { LearnersProblem } from './learners-problem.js'
import { readOnlyContents } from './problem-markup.js'
import { stateText } from './problem-notice.js'

/** The views of a problem. */
export abstract class ShownProblem extends LearnersProblem {
  @view async studentView() {
    await this.draw()
    this.completeWithoutQuestions()
    const { standing } = this
    const message = stateText(standing, this.hasSavedAnswers)
    return new Fragment(
      html`<div class="problem" id="problem_${this.htmlId}">${this.contents(false, standing)}</div>
        <p class="problem-message" role="status" aria-live="polite" tabindex="-1">${message}</p>`,
    )
      .addCss('problem.css')
      .initializeJs('problem.client.js')
  }

  /** The questions for a visitor whom nobody knows: nothing can be sent. */
  @view async publicView() {
    await this.draw(1)
    const questions = this.questions({ seed: 1 })
    const contents = readOnlyContents(this.htmlId, this.displayName, questions, this.isAnswerable)
    return new Fragment(html`<div class="problem">${contents}</div>`).addCss('problem.css')
  }

  /** What is the same for everybody, for clients that draw themselves. */
  @view async studentViewData() {
    await this.draw(1)
    return {
      display_name: this.displayName,
      max_attempts: this.maxAttempts,
      weight: this.weight,
      due: this.due?.toISOString() ?? null,
      graded: this.graded,
      max_score: maxScore(this.compiled),
      hint_count: this.compiled.demandHints.length,
    }
  }

  /** What this learner did, as far as they may know it. */
  @view async studentViewUserState() {
    await this.draw()
    const { standing } = this
    return {
      attempts: this.attempts,
      max_attempts: this.maxAttempts,
      done: this.done,
      student_answers: this.withIds(this.studentAnswers),
      has_saved_answers: this.hasSavedAnswers,
      last_submission_time: this.lastSubmissionTime?.toISOString() ?? null,
      closed: standing.isClosed,
      submit_enabled: standing.canSubmit && this.isAnswerable,
      save_enabled: standing.showsSave && this.isAnswerable,
      reset_enabled: standing.showsReset && this.isAnswerable,
      answer_available: standing.mayShowAnswer,
      ...this.shownProgress(),
    }
  }

  /** What this learner submitted and is kept, with its grades, for staff only: oldest attempt first. */
  @view staffSubmissionHistory() {
    const earlier = earlierIn(this.earlierAttempts)
    return {
      attempts: this.attempts,
      done: this.done,
      last_submission_time: this.lastSubmissionTime?.toISOString() ?? null,
      student_answers: this.withIds(this.studentAnswers),
      ...(earlier && { submissions_not_kept: earlier.count }),
      submissions: attemptsIn(this).map(({ number, answers, correctMap, score, seed, time }) => ({
        number,
        time,
        answers: this.withIds(answers),
        correct_map: this.withIds(correctMap),
        grade: score.earned,
        max_grade: score.possible,
        seed,
      })),
    }
  }

  /** The score as far as the learner may know it. */
  protected shownProgress() {
    const { progress } = this
    return {
      current_score: this.standing.mayShowCorrectness ? (progress?.earned ?? 0) : null,
      total_possible: progress?.possible ?? 0,
    }
  }

  /** A problem without anything to answer is complete when it has been seen. */
  private completeWithoutQuestions(): void {
    if (this.isAnswerable || this.seen) return
    this.seen = true
    this.publish('completion', { value: 1 })
  }
}
