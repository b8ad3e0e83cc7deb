import { isJsonObject, type Json, type JsonObject } from '../../../runtime/values/json.js'

/** Points before weighting (the incumbent's `Score`): 0 <= earned <= possible. */
export interface ProblemScore {
  readonly earned: number
  readonly possible: number
}

/** A stored score, or undefined where nothing usable is stored. */
export function scoreFromJson(json: Json | undefined): ProblemScore | undefined {
  if (!isJsonObject(json)) return undefined
  const { raw_earned: earned, raw_possible: possible } = json
  return typeof earned === 'number' && typeof possible === 'number' ? { earned, possible } : undefined
}

/** The stored form. */
export function scoreToJson({ earned, possible }: ProblemScore): JsonObject {
  return { raw_earned: earned, raw_possible: possible }
}

/** Whether all points were earned. */
export function isFull({ earned, possible }: ProblemScore): boolean {
  return earned === possible
}

/** Which part of the points was earned, from 0 to 1; 0 where there is nothing to earn. */
export function shareOf({ earned, possible }: ProblemScore): number {
  return possible > 0 ? earned / possible : 0
}

/**
 * What the learner is shown of a score: in units of the problem's weight, where it has one. Null where there is
 * nothing to earn.
 */
export function weightedScore(
  { earned, possible }: ProblemScore,
  weight: number | null,
): ProblemScore | null {
  if (possible <= 0 || weight === 0) return null
  return weight === null ? { earned, possible } : { earned: (earned * weight) / possible, possible: weight }
}
