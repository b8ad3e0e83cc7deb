import { html } from '../../../runtime/html/index.js'
import { Fragment, view } from '../../../runtime/view/index.js'
import { clientTexts } from '../../../runtime/words/index.js'
import { messagesFor } from '../client-messages.js'
import { maxScore, wordedAnswers, type CompiledProblem } from '../engine.js'
import { attemptsIn, earlierIn, type Attempt } from './attempt-history.js'
import { LearnersProblem, prepared } from './learners-problem.js'
import { readOnlyContents } from './problem-markup.js'
import { stateText } from './problem-notice.js'

/** Variants of a problem that are drawn to say what was answered. */
const mostDrawn = 5

/** The views of a problem. */
export abstract class ShownProblem extends LearnersProblem {
  @view async studentView() {
    await this.draw()
    this.completeWithoutQuestions()
    const { standing } = this
    const contents = this.contents(false, standing)
    const message = stateText(standing, this.hasSavedAnswers, this.words)
    return new Fragment(
      html`<div class="problem" id="problem_${this.htmlId}">${contents}</div>
        <p class="problem-message" role="status" aria-live="polite" tabindex="-1"${this.words.marks}>${message}</p>`,
    )
      .addCss('problem.css')
      .initializeJs('problem.client.js', clientTexts(this.words, messagesFor(contents.text)))
  }

  /** The questions for a visitor whom nobody knows: nothing can be sent. */
  @view async publicView() {
    await this.draw(1)
    const questions = this.questions({ seed: 1 })
    const contents = readOnlyContents(this.htmlId, this.displayName, questions, this.isAnswerable, this.words)
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

  /** What this learner submitted and is kept, with its grades, for staff only: oldest attempt first, each in the words that they read. */
  @view async staffSubmissionHistory() {
    const earlier = earlierIn(this.earlierAttempts)
    const attempts = attemptsIn(this)
    const drawn = await this.drawnOf(attempts)
    return {
      attempts: this.attempts,
      done: this.done,
      last_submission_time: this.lastSubmissionTime?.toISOString() ?? null,
      student_answers: this.withIds(this.studentAnswers),
      ...(earlier && { submissions_not_kept: earlier.count }),
      submissions: attempts.map(({ number, answers, correctMap, score, seed, time }) => ({
        number,
        time,
        answers: this.withIds(answers),
        correct_map: this.withIds(correctMap),
        grade: score.earned,
        max_grade: score.possible,
        seed,
        answered: wordedAnswers(drawn.get(seed) ?? prepared.of(this), answers, this.words).map(
          ({ input, question, answers: words }) => ({
            question,
            answers: words,
            correctness: correctMap[input]?.correctness ?? null,
          }),
        ),
      })),
    }
  }

  /** The problem as it was drawn for the newest attempts, by seed; a script that fails leaves it as its author wrote it. */
  private async drawnOf(attempts: readonly Attempt[]): Promise<ReadonlyMap<number, CompiledProblem>> {
    const drawn = new Map<number, CompiledProblem>()
    if (prepared.of(this).script === undefined) return drawn
    for (const seed of [...new Set(attempts.map((attempt) => attempt.seed))].slice(-mostDrawn)) {
      const problem = await this.drawnFor(seed).catch(() => undefined)
      if (problem) drawn.set(seed, problem)
    }
    return drawn
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
