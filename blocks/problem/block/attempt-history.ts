import { isDeepStrictEqual } from 'node:util'
import { CompositorError } from '../../../runtime/errors/index.js'
import { isJsonObject, type Json } from '../../../runtime/values/json.js'
import { isAnswers, type Answers, type CorrectMap, type Grade } from '../engine.js'
import { scoreFromJson, scoreToJson, type ProblemScore } from './problem-score.js'

/** Most attempts of one learner that are kept whole, and characters of their answers and grades together, as JSON. */
export const historyLimits = { attempts: 50, size: 64_000 }

/** One graded submission. */
export interface Attempt {
  /** Which one it is, from 1. */
  readonly number: number
  readonly answers: Answers
  readonly correctMap: CorrectMap
  readonly score: ProblemScore
  /** The seed the learner's problem had then. */
  readonly seed: number
  /** When it was made, as ISO 8601 in UTC; null where that was not noted. */
  readonly time: string | null
}

/**
 * What is left of attempts that are no longer kept whole: enough for each grading method. They keep the scores they had,
 * as they cannot be graded again.
 */
export interface EarlierAttempts {
  readonly count: number
  /** Points of all of them together. */
  readonly sum: number
  /** Points of the best. */
  readonly best: number
}

/** The three histories as they are stored, oldest attempt first, entry beside entry (the incumbent's fields). */
export interface StoredHistory {
  readonly scoreHistory: readonly Json[]
  readonly studentAnswersHistory: readonly Json[]
  readonly correctMapHistory: readonly Json[]
}

/** What is left of those before, or beside, the attempts of a history; undefined where all are kept whole. */
export function earlierIn(stored: Json): EarlierAttempts | undefined {
  if (!isJsonObject(stored)) return undefined
  const { count, sum, best } = stored
  if (typeof count !== 'number' || typeof sum !== 'number' || typeof best !== 'number') return undefined
  return { count, sum, best }
}

/**
 * A history within its limits, so that no attempt costs more for those before it. What goes is the oldest that is
 * neither the first nor the best nor the last: those count, whatever the grading method.
 */
export function keptAttempts(
  attempts: readonly Attempt[],
  earlier: EarlierAttempts | undefined,
): { readonly attempts: readonly Attempt[]; readonly earlier: EarlierAttempts | undefined } {
  let size = attempts.length < 4 ? 0 : attempts.reduce((sum, attempt) => sum + sizeOf(attempt), 0)
  if (attempts.length <= historyLimits.attempts && size <= historyLimits.size) return { attempts, earlier }
  const kept = [...attempts]
  const best = kept.reduce((one, other) => (other.score.earned > one.score.earned ? other : one))
  let left = earlier ?? { count: 0, sum: 0, best: 0 }
  while (kept.length > historyLimits.attempts || size > historyLimits.size) {
    const place = kept.findIndex((one, index) => index > 0 && index < kept.length - 1 && one !== best)
    const [gone] = place < 0 ? [] : kept.splice(place, 1)
    if (!gone) break
    const { earned } = gone.score
    size -= sizeOf(gone)
    left = { count: left.count + 1, sum: left.sum + earned, best: Math.max(left.best, earned) }
  }
  return { attempts: kept, earlier: left }
}

function sizeOf({ answers, correctMap }: Attempt): number {
  return JSON.stringify(answers).length + JSON.stringify(correctMap).length
}

/** The attempts in a stored history; entries that are no attempts are left out. */
export function attemptsIn(stored: StoredHistory): Attempt[] {
  return stored.scoreHistory.flatMap((entry, index) => {
    const score = scoreFromJson(entry)
    const answers = stored.studentAnswersHistory[index]
    const correctMap = stored.correctMapHistory[index]
    if (!score || !isAnswers(answers) || !isJsonObject(correctMap)) return []
    const { seed, time, number } = isJsonObject(entry) ? entry : {}
    return {
      number: typeof number === 'number' ? number : index + 1,
      answers,
      correctMap: correctMap as unknown as CorrectMap,
      score,
      seed: typeof seed === 'number' ? seed : 1,
      time: typeof time === 'string' ? time : null,
    }
  })
}

/** Whether answers are those of the last submission; else its grades do not fit them. */
export function areGraded(answers: Answers, { studentAnswersHistory }: StoredHistory): boolean {
  const last = studentAnswersHistory.at(-1)
  return last === undefined || isDeepStrictEqual(answers, last)
}

/** A history as it is stored. */
export function storedHistory(attempts: readonly Attempt[]): {
  readonly [Name in keyof StoredHistory]: Json[]
} {
  return {
    scoreHistory: attempts.map(({ score, seed, time, number }, index) => ({
      ...scoreToJson(score),
      seed,
      time,
      ...(number !== index + 1 && { number }),
    })),
    studentAnswersHistory: attempts.map(({ answers }) => answers),
    correctMapHistory: attempts.map(({ correctMap }) => correctMap as unknown as Json),
  }
}

/** A submission as an attempt. A problem earns neither less than nothing nor more than it has. */
export function attemptOf(
  { number, answers, seed, time }: Pick<Attempt, 'number' | 'answers' | 'seed' | 'time'>,
  { correctMap, score, maxScore }: Grade,
): Attempt {
  const earned = Math.max(0, Math.min(score, maxScore))
  return { number, answers, seed, time, correctMap, score: { earned, possible: maxScore } }
}

/** The attempt graded again by the problem as it is now; what can no longer be graded stays as it was. */
export async function regraded(attempt: Attempt, grade: () => Promise<Grade>): Promise<Attempt> {
  try {
    return attemptOf(attempt, await grade())
  } catch (thrown) {
    if (thrown instanceof CompositorError && thrown.code === 'problem-input') return attempt
    throw thrown
  }
}
