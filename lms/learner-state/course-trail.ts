import type { BlockResult } from './block-result.js'

/** How far a learner has come in a course: what is kept so that nobody looks through all they did there. */
export interface CourseTrail {
  /** Key of the unit in which something of them was stored last; absent where that was staff's doing alone. */
  readonly unit?: string
  /** When it was, in epoch milliseconds. */
  readonly at?: number
  /** Activities that are done, by the block id of the section they stood in; see `LineContents.activities`. */
  readonly done: Readonly<Record<string, number>>
}

/** Where in a course something of a learner is stored. */
export interface TrailStep {
  /** The course's key, as text, without branch or version. */
  readonly context: string
  /** The block id of the section. */
  readonly section: string
  /** Key of the unit, and epoch milliseconds; left out where they did not do it themselves. */
  readonly unit?: string
  readonly at?: number
}

/** A step, and how many activities more are done with it. */
export interface TrailChange extends TrailStep {
  readonly gained: number
}

/** A trail one step further. */
export function trailAfter(
  before: CourseTrail | undefined,
  { section, unit = before?.unit, at = before?.at, gained }: TrailChange,
): CourseTrail {
  const done = { ...before?.done }
  const count = Math.max(0, (Object.hasOwn(done, section) ? (done[section] ?? 0) : 0) + gained)
  if (count > 0) done[section] = count
  else delete done[section]
  return { ...(unit !== undefined && { unit }), ...(at !== undefined && { at }), done }
}

/** Whether a step changes a trail. */
export function changesTrail(before: CourseTrail | undefined, { unit, gained }: TrailChange): boolean {
  return gained !== 0 || (unit !== undefined && unit !== before?.unit)
}

/** How many more of the blocks of these results are done than before. */
export function activitiesGained(
  results: Iterable<readonly [usage: string, after: BlockResult | undefined]>,
  before: (usage: string) => BlockResult | undefined,
): number {
  let gained = 0
  for (const [usage, after] of results) gained += Number(isDone(after)) - Number(isDone(before(usage)))
  return gained
}

/** A trail without what was done at one block; undefined where it stays as it is. */
export function trailWithout(
  step: TrailStep,
  before: CourseTrail | undefined,
  result: BlockResult | undefined,
): { readonly change: TrailChange; readonly after: CourseTrail } | undefined {
  const change = { ...step, gained: isDone(result) ? -1 : 0 }
  return changesTrail(before, change) ? { change, after: trailAfter(before, change) } : undefined
}

/** Whether a block is done. */
export function isDone(result: BlockResult | undefined): boolean {
  return (result?.completion ?? 0) >= 1
}
