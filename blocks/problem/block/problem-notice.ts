import { isFull, type ProblemScore } from './problem-score.js'
import type { ProblemStanding } from './problem-standing.js'

/** A number of points as learners read it: to four places at most. */
export function pointsText(points: number): string {
  return String(Number(points.toFixed(4)))
}

/** What the problem is worth, and what the learner has of it; '' where there is nothing to earn. */
export function progressText(
  progress: ProblemScore | null,
  standing: ProblemStanding,
  { attempted, graded }: { readonly attempted: boolean; readonly graded: boolean },
): string {
  if (progress === null) return ''
  const points = `${pointsText(progress.possible)} ${progress.possible === 1 ? 'point' : 'points'}`
  const kind = graded ? 'graded' : 'not graded'
  if (attempted && standing.mayShowCorrectness) return `${pointsText(progress.earned)} of ${points} (${kind})`
  return `${points} possible (${kind}${attempted ? ', results hidden' : ''})`
}

/** The result of a submission in words. */
export function resultText(score: ProblemScore, progress: ProblemScore | null, success: string): string {
  if (success === 'submitted') return 'Your answer was received.'
  const word =
    isFull(score) && success === 'correct' ? 'Correct' : score.earned > 0 ? 'Partially correct' : 'Incorrect'
  if (progress === null) return `${word}.`
  return `${word} (${pointsText(progress.earned)} of ${pointsText(progress.possible)}).`
}

/** What a learner who comes to the problem should know about its state; '' for nothing special. */
export function stateText(standing: ProblemStanding, saved: boolean): string {
  if (standing.isPastDue) return 'This problem is closed: its due date has passed.'
  if (saved) {
    return standing.canSubmit
      ? 'Your answers are saved. Submit them to have them graded.'
      : 'Your answers are saved.'
  }
  if (standing.needsReset) return 'Reset the problem to try again.'
  return ''
}
