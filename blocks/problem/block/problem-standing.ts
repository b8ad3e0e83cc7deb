import { resultsShown } from '../../../runtime/block/index.js'
import { isFull, type ProblemScore } from './problem-score.js'
import type { Randomization } from './randomization.js'

/** The settings and the state that a problem's rules look at. */
export interface StandingFacts {
  readonly attempts: number
  readonly maxAttempts: number | null
  /** Graded, and not reset since. */
  readonly done: boolean
  readonly score: ProblemScore
  /** Whether there is a moment at which the problem closes. */
  readonly hasClose: boolean
  /** When it is due for this learner, in epoch milliseconds; grace is not told. */
  readonly due: number | undefined
  /** Whether that moment, grace included, is past. */
  readonly isPastDue: boolean
  readonly isStaff: boolean
  readonly showanswer: string
  readonly attemptsBeforeShowanswerButton: number
  readonly showCorrectness: string
  readonly randomization: Randomization
  readonly showResetButton: boolean
  readonly forceSaveButton: boolean
}

/** Where a learner stands with a problem: what is open, and what may be seen (semantics 9 and 11). */
export class ProblemStanding {
  constructor(private readonly facts: StandingFacts) {}

  /** Whether all points were earned. */
  get isCorrect(): boolean {
    return isFull(this.facts.score)
  }

  /** Whether the learner may know that all points were earned: a button that vanishes would tell as well. */
  private get isKnownCorrect(): boolean {
    return this.isCorrect && this.mayShowCorrectness
  }

  get isUsedUp(): boolean {
    const { maxAttempts, attempts } = this.facts
    return maxAttempts !== null && attempts >= maxAttempts
  }

  get due(): number | undefined {
    return this.facts.due
  }

  get isPastDue(): boolean {
    return this.facts.isPastDue
  }

  /** Used up or past due. */
  get isClosed(): boolean {
    return this.isUsedUp || this.facts.isPastDue
  }

  /** Whether answers may be kept but never graded: `max_attempts` is 0. */
  get isSurvey(): boolean {
    return this.facts.maxAttempts === 0
  }

  /** Whether the learner has to reset the problem before going on. */
  get needsReset(): boolean {
    return this.facts.done && this.facts.randomization === 'always'
  }

  get canSubmit(): boolean {
    return !this.isClosed && !this.needsReset
  }

  /** Whether answers are kept when saved; the button for it shows more rarely. */
  private get canSave(): boolean {
    return !this.needsReset && (this.isSurvey || !this.isClosed)
  }

  get showsSave(): boolean {
    const { forceSaveButton, maxAttempts, randomization } = this.facts
    if (forceSaveButton) return !this.isClosed
    if (maxAttempts === null && randomization !== 'always') return false
    return this.canSave
  }

  get showsReset(): boolean {
    const { randomization, done, showResetButton } = this.facts
    if (this.isClosed && !this.isSurvey) return false
    if (done && (randomization === 'always' || randomization === 'onreset')) return true
    return showResetButton && !this.isKnownCorrect
  }

  /** Whether the learner may see how an answer was graded. */
  get mayShowCorrectness(): boolean {
    return resultsShown(this.facts)
  }

  /** Whether the learner may see the answers. Staff may, except where nobody may. */
  get mayShowAnswer(): boolean {
    const { showanswer, isStaff, attempts } = this.facts
    if (!this.mayShowCorrectness || showanswer === '' || showanswer === 'never') return false
    if (isStaff) return true
    switch (showanswer) {
      case 'always':
        return true
      case 'attempted':
        return attempts > 0 || this.isPastDue
      case 'attempted_no_past_due':
        return attempts > 0
      case 'answered':
        return this.isCorrect
      case 'closed':
        return this.isClosed
      case 'finished':
        return this.isClosed || this.isCorrect
      case 'correct_or_past_due':
        return this.isCorrect || this.isPastDue
      case 'past_due':
        return this.isPastDue
      case 'after_attempts':
        return attempts >= this.attemptsBeforeAnswer
      case 'after_all_attempts':
        return this.isUsedUp
      case 'after_all_attempts_or_correct':
        return this.isUsedUp || this.isCorrect
      default:
        return false
    }
  }

  /** Never more attempts than there are. */
  private get attemptsBeforeAnswer(): number {
    const { attemptsBeforeShowanswerButton, maxAttempts } = this.facts
    return maxAttempts
      ? Math.min(attemptsBeforeShowanswerButton, maxAttempts)
      : attemptsBeforeShowanswerButton
  }
}
