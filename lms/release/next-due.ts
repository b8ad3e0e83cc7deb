import type { PublishedContext } from '../../compositor/index.js'
import { date } from '../../runtime/field/index.js'
import type { Json } from '../../runtime/values/index.js'
import type { Release } from './release.js'
import { firstOf, VisibleLines, type VisibleLine } from './visible-lines.js'

/** The next date of a course at which something is due for a learner. */
export interface NextDue {
  /** Epoch milliseconds. */
  readonly at: number
  /** Of the part of the course that is due then. */
  readonly title: string
  /** What it counts for, such as `Homework`. */
  readonly format?: string
  /** Its first unit, the way to it; left out where there is none. */
  readonly unit?: string
}

/** Who asks, and when. */
export interface DueQuery {
  /** Above the course. */
  readonly top: Release
  readonly isStaff: boolean
  /** Dates of this learner alone, by usage key. */
  readonly extensions?: Readonly<Record<string, Date | null>> | undefined
  /** Epoch milliseconds. */
  readonly now: number
  /** Whether all of some units is done: what is due and done already is passed over. */
  readonly isDone?: ((units: readonly string[]) => Promise<boolean>) | undefined
}

/** Parts of which it is looked at whether they are done, and units that such a part has at most. */
const most = { asked: 4, units: 30 }

/** Dates that are looked at more closely, the nearest first. */
const mostLooked = 12

const dates = date()

/**
 * What is due next for a learner among what they may know of. The lines of the sections are read, which say what is due in them, and
 * those of the nearest dates.
 */
export async function nextDue(
  published: PublishedContext,
  { top, isStaff, extensions = {}, now, isDone }: DueQuery,
): Promise<NextDue | undefined> {
  const lines = new VisibleLines(published, top, isStaff)
  const course = lines.within(published.root)
  if (!course) return undefined
  const sections = await lines.of(published.root.children, course.release)
  const candidates = sections.flatMap(({ line }) => [
    ...datesOf(line.contents?.dues ?? [], extensions),
    ...datesOf([{ key: line.key, due: line.release?.['due'] ?? null }], extensions),
  ])
  const nearest = candidates.filter(({ at }) => at > now).sort((one, other) => one.at - other.at)
  let best: (VisibleLine & { readonly at: number }) | undefined
  let asked = 0
  const isOver = async (one: VisibleLine) => {
    if (!isDone || asked++ >= most.asked) return false
    const units = await unitsIn(lines, one)
    return units.length > 0 && units.length <= most.units && isDone(units)
  }
  for (const { key, at } of nearest.slice(0, mostLooked)) {
    if (best && at >= best.at) break
    const found = (await lines.path(key))?.at(-1)
    const due = found?.release.due ?? null
    if (!found || due === null || due <= now || (best && due >= best.at)) continue
    if (!(await isOver(found))) best = { ...found, at: due }
  }
  if (!best) return undefined
  const { at, line, release } = best
  const unit = line.isUnit ? line : await firstOf(lines.units(line.children, release))
  const format = line.policy?.format
  return { at, title: line.title, ...(format !== undefined && { format }), ...(unit && { unit: unit.key }) }
}

/** Keys of the units in a part, or of itself; no more are read than are asked for. */
async function unitsIn(lines: VisibleLines, { line, release }: VisibleLine): Promise<readonly string[]> {
  if (line.isUnit) return [line.key]
  const units: string[] = []
  for await (const { key } of lines.units(line.children, release)) if (units.push(key) > most.units) break
  return units
}

/** When lines are due, as far as they say it themselves; for a learner with a date of their own, that. */
function datesOf(
  dues: readonly { readonly key: string; readonly due: Json }[],
  extensions: Readonly<Record<string, Date | null>>,
): { readonly key: string; readonly at: number }[] {
  return dues.flatMap(({ key, due }) => {
    const at = Object.hasOwn(extensions, key) ? extensions[key]?.getTime() : instant(due)
    return at === undefined ? [] : [{ key, at }]
  })
}

function instant(due: Json): number | undefined {
  try {
    return dates.fromJson(due)?.getTime()
  } catch {
    return undefined
  }
}
