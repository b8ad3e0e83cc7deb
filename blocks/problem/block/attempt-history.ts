import { isDeepStrictEqual } from 'node:util'
import { CompositorError } from '../../../runtime/errors/index.js'
import { isJsonObject, type Json } from '../../../runtime/values/json.js'
import { isAnswers, type Answers, type CorrectMap, type Grade } from '../engine.js'
import { scoreFromJson, scoreToJson, type ProblemScore } from './problem-score.js'

/** One graded submission. */
export interface Attempt {
  readonly answers: Answers
  readonly correctMap: CorrectMap
  readonly score: ProblemScore
  /** The seed the learner's problem had then. */
  readonly seed: number
  /** When it was made, as ISO 8601 in UTC; null where that was not noted. */
  readonly time: string | null
}

/** The three histories as they are stored, oldest attempt first, entry beside entry (the incumbent's fields). */
export interface StoredHistory {
  readonly scoreHistory: readonly Json[]
  readonly studentAnswersHistory: readonly Json[]
  readonly correctMapHistory: readonly Json[]
}

/** The attempts in a stored history; entries that are no attempts are left out. */
export function attemptsIn(stored: StoredHistory): Attempt[] {
  return stored.scoreHistory.flatMap((entry, index) => {
    const score = scoreFromJson(entry)
    const answers = stored.studentAnswersHistory[index]
    const correctMap = stored.correctMapHistory[index]
    if (!score || !isAnswers(answers) || !isJsonObject(correctMap)) return []
    const { seed, time } = isJsonObject(entry) ? entry : {}
    return {
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
    scoreHistory: attempts.map(({ score, seed, time }) => ({ ...scoreToJson(score), seed, time })),
    studentAnswersHistory: attempts.map(({ answers }) => answers),
    correctMapHistory: attempts.map(({ correctMap }) => correctMap as unknown as Json),
  }
}

/** A submission as an attempt. A problem earns neither less than nothing nor more than it has. */
export function attemptOf(
  { answers, seed, time }: Pick<Attempt, 'answers' | 'seed' | 'time'>,
  { correctMap, score, maxScore }: Grade,
): Attempt {
  const earned = Math.max(0, Math.min(score, maxScore))
  return { answers, seed, time, correctMap, score: { earned, possible: maxScore } }
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
