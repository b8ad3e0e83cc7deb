import type { Happening, Progress } from '../../lms/index.js'

/** The header in which the answer to a call tells the embedding element what the call led to; `host/client/element` reads it. */
export const unitEventsHeader = 'unit-events'

/** How far the learner is with the unit, where the call changed it. */
export type UnitStanding = Pick<Progress, 'score' | 'completion'>

/**
 * What happened, as the value of the header: JSON in ASCII.
 * @param unit usage key, as text @param standing the unit's, where something was graded or completed
 */
export function unitEventsText(
  unit: string,
  happenings: readonly Happening[],
  standing: UnitStanding | undefined,
): string {
  const { score, completion } = standing ?? {}
  const told = { unit, happenings, ...(score && { score }), ...(completion && { completion }) }
  return JSON.stringify(told).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
