import { createHash } from 'node:crypto'

/** When a problem's random values are drawn anew (the incumbent's `rerandomize`). */
export type Randomization = 'never' | 'per_student' | 'onreset' | 'always'

/** What settings say, old spellings included. */
const spellings: ReadonlyMap<string, Randomization> = new Map([
  ['never', 'never'],
  ['per_student', 'per_student'],
  ['onreset', 'onreset'],
  ['always', 'always'],
  ['', 'always'],
  ['true', 'always'],
  ['false', 'per_student'],
])

/** Number of seeds under `per_student`, and of those drawn, as the incumbent bounds them. */
const studentSeeds = 20
const drawnSeeds = 1000

/** Reads a `rerandomize` setting, old spellings included; what means nothing is `never`. */
export function randomizationOf(setting: string): Randomization {
  return spellings.get(setting.trim().toLowerCase()) ?? 'never'
}

/** Whether a reset draws a new seed. */
export function redrawsOnReset(randomization: Randomization): boolean {
  return randomization === 'always' || randomization === 'onreset'
}

/**
 * The seed a learner begins with.
 * @param draw gives a number from 0 up to 1; asked only where the seed is drawn
 * @param fixed the seeds that the author kept: of them alone one is taken; none for all
 */
export function firstSeed(
  randomization: Randomization,
  learnerId: () => string,
  usageKey: string,
  draw: () => number,
  fixed: readonly number[] = [],
): number {
  if (randomization === 'never') return fixed[0] ?? 1
  if (randomization !== 'per_student') return drawnSeed(draw, fixed)
  const number = studentNumber(learnerId(), usageKey)
  return fixed[number % fixed.length] ?? number % studentSeeds
}

/** A seed drawn by chance. @param fixed see {@link firstSeed} */
export function drawnSeed(draw: () => number, fixed: readonly number[] = []): number {
  const drawn = draw()
  return fixed[Math.floor(drawn * fixed.length)] ?? Math.floor(drawn * drawnSeeds)
}

/** The `b'...'` is really in the text the incumbent hashes, so learners keep their seeds (semantics 11). */
function studentNumber(learnerId: string, usageKey: string): number {
  const digits = createHash('sha256').update(`${learnerId}b'${usageKey}'`).digest('hex').slice(0, 7)
  return Number.parseInt(digits, 16)
}
