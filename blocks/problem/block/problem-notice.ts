import { LRUCache } from 'lru-cache'
import type { I18n } from '../../../runtime/service/index.js'
import { toSay } from '../../../runtime/words/index.js'
import { isFull, type ProblemScore } from './problem-score.js'
import type { ProblemStanding } from './problem-standing.js'

const points = { maximumFractionDigits: 4, useGrouping: false } as const
/** Numbers of points as they were written of late, by language and number. */
const written = new LRUCache<string, string>({ max: 1000 })

/** A number of points as learners read it: to four places at most. */
function pointsText(number: number, words: I18n): string {
  const name = `${words.locale} ${number}`
  let text = written.get(name)
  if (text === undefined) written.set(name, (text = words.formatNumber(number, points)))
  return text
}

/** What the problem is worth, and what the learner has of it; '' where there is nothing to earn. */
export function progressText(
  progress: ProblemScore | null,
  standing: ProblemStanding,
  { attempted, graded }: { readonly attempted: boolean; readonly graded: boolean },
  words: I18n,
): string {
  if (progress === null) return ''
  const count = progress.possible
  const values = {
    count,
    possible: pointsText(count, words),
    earned: pointsText(progress.earned, words),
  }
  if (attempted && standing.mayShowCorrectness) {
    return graded
      ? words.say('{earned} of {possible} {count, plural, one {point} other {points}} (graded)', values)
      : words.say('{earned} of {possible} {count, plural, one {point} other {points}} (not graded)', values)
  }
  const message = attempted ? hiddenResults : possiblePoints
  return words.say(graded ? message.graded : message.ungraded, values)
}

const possiblePoints = {
  graded: toSay('{possible} {count, plural, one {point} other {points}} possible (graded)'),
  ungraded: toSay('{possible} {count, plural, one {point} other {points}} possible (not graded)'),
}

const hiddenResults = {
  graded: toSay('{possible} {count, plural, one {point} other {points}} possible (graded, results hidden)'),
  ungraded: toSay(
    '{possible} {count, plural, one {point} other {points}} possible (not graded, results hidden)',
  ),
}

/** Each result with the points it earned, and without. */
const results = {
  correct: [toSay('Correct.'), toSay('Correct ({earned} of {possible}).')],
  partial: [toSay('Partially correct.'), toSay('Partially correct ({earned} of {possible}).')],
  incorrect: [toSay('Incorrect.'), toSay('Incorrect ({earned} of {possible}).')],
} as const

/** The result of a submission in words. */
export function resultText(
  score: ProblemScore,
  progress: ProblemScore | null,
  success: string,
  words: I18n,
): string {
  if (success === 'submitted') return words.say('Your answer was received.')
  const result =
    isFull(score) && success === 'correct' ? 'correct' : score.earned > 0 ? 'partial' : 'incorrect'
  const [alone, withPoints] = results[result]
  if (progress === null) return words.say(alone)
  return words.say(withPoints, {
    earned: pointsText(progress.earned, words),
    possible: pointsText(progress.possible, words),
  })
}

/** What a learner who comes to the problem should know about its state; '' for nothing special. */
export function stateText(standing: ProblemStanding, saved: boolean, words: I18n): string {
  if (standing.isPastDue) return closedText(standing, words)
  if (saved) {
    return standing.canSubmit
      ? words.say('Your answers are saved. Submit them to have them graded.')
      : words.say('Your answers are saved.')
  }
  if (standing.needsReset) return words.say('Reset the problem to try again.')
  return ''
}

/** Why nothing can be sent to a problem that is closed. */
export function closedText({ isPastDue, isSurvey, due }: ProblemStanding, words: I18n): string {
  if (isPastDue && due !== undefined)
    return words.say('This problem is closed: it was due on {due}.', { due: words.formatDate(due) })
  return isSurvey
    ? words.say('Answers to this problem are saved, not graded.')
    : words.say('This problem is closed: all attempts are used.')
}
