import type { LRUCache } from 'lru-cache'
import type { PublishedContext } from '../../compositor/index.js'
import type { OutlineLine } from '../../runtime/unit/index.js'
import { lastUsed } from '../../runtime/values/last-used.js'
import type { Release } from './release.js'
import { firstOf, VisibleLines, type VisibleLine } from './visible-lines.js'

/** A unit somebody may go on to. */
export interface NeighbourUnit {
  readonly key: string
  readonly title: string
}

/** A part of a course that stands above a unit, or beside one that does. */
export interface PartBeside {
  readonly key: string
  readonly title: string
  /** The first unit in it, the way into it; left out where there is none. */
  readonly first?: string
}

/** What stands around a unit in its course, as one learner has it now. */
export interface Neighbours {
  readonly previous?: NeighbourUnit
  readonly next?: NeighbourUnit
  /** Which unit of its part of the course it is, from 1 on, and how many there are; absent of one that is in no contents. */
  readonly place?: number
  readonly count?: number
  /** The parts it stands in, from below the course down; empty of one that is in no contents. */
  readonly above: readonly PartBeside[]
  /** The parts beside the lowest of those, in course order, itself among them. */
  readonly parts: readonly PartBeside[]
  /** The units of its part, in course order; the same list for all who know of all of them. */
  readonly units: readonly NeighbourUnit[]
  /** When it is due for the learner, in epoch milliseconds. */
  readonly due?: number
  /** What its part counts for, such as `Homework`. */
  readonly format?: string
  /** Epoch milliseconds until which it stays true. */
  readonly validUntil: number
}

/** Parts beside that of a unit of which the first unit is looked for, and units of that part that are named. */
const mostBeside = 60

/**
 * What stands around a unit, as somebody may know of it. Only the lines beside it and above it are read, and what is looked
 * through for the next that is open.
 * @param top above the course
 */
export async function neighbours(
  published: PublishedContext,
  unitKey: string,
  top: Release,
  isStaff: boolean,
): Promise<Neighbours> {
  const lines = new VisibleLines(published, top, isStaff)
  const path = await lines.path(unitKey)
  const [unit, parent] = [path?.at(-1), path?.at(-2)]
  if (!path || !unit || !parent) return { above: [], parts: [], units: [], validUntil: lines.validUntil }
  const beside = await lines.of(parent.line.children, parent.release)
  const units = unitsOf(published, parent.line, beside)
  const place = units.findIndex(({ key }) => key === unitKey)
  const previous = await firstOf(lines.beyond(path, -1))
  const next = await firstOf(lines.beyond(path, 1))
  const { due } = unit.release
  const format = parent.line.policy?.format
  return {
    ...(previous && { previous: named(previous) }),
    ...(next && { next: named(next) }),
    ...(place >= 0 && { place: place + 1, count: units.length }),
    above: path.slice(1, -1).map(({ line }) => named(line)),
    parts: await partsBeside(lines, path.slice(0, -1)),
    units: units.length > mostBeside ? units.slice(...around(place, units.length)) : units,
    ...(typeof due === 'number' && { due }),
    ...(format !== undefined && { format }),
    validUntil: lines.validUntil,
  }
}

/** Parts of a course of which the list of units is kept. */
const mostKept = 500

const kept = new WeakMap<PublishedContext, LRUCache<string, readonly NeighbourUnit[]>>()

/** The units of a part. @param visible its lines that somebody may know of */
function unitsOf(
  published: PublishedContext,
  part: OutlineLine,
  visible: readonly VisibleLine[],
): readonly NeighbourUnit[] {
  const list = () => visible.flatMap(({ line }) => (line.isUnit ? [named(line)] : []))
  if (visible.length < part.children.length) return list()
  let ofContext = kept.get(published)
  if (!ofContext) kept.set(published, (ofContext = lastUsed(mostKept)))
  let units = ofContext.get(part.key)
  if (!units) ofContext.set(part.key, (units = list()))
  return units
}

/** The parts beside the last of a path, each with its first unit. */
async function partsBeside(
  lines: VisibleLines,
  path: NonNullable<Awaited<ReturnType<VisibleLines['path']>>>,
): Promise<readonly PartBeside[]> {
  const [above, part] = [path.at(-2), path.at(-1)]
  if (!above || !part) return []
  const { children } = above.line
  const keys = children.slice(...around(children.indexOf(part.line.key), children.length))
  const parts: PartBeside[] = []
  for (const { line, release } of await lines.of(keys, above.release)) {
    const first = line.isUnit ? line : await firstOf(lines.units(line.children, release))
    parts.push({ ...named(line), ...(first && { first: first.key }) })
  }
  return parts
}

/** Where a part of a long list begins and ends that has one of its entries in the middle. */
function around(place: number, count: number): [from: number, to: number] {
  const from = Math.max(0, Math.min(place - mostBeside / 2, count - mostBeside))
  return [from, from + mostBeside]
}

function named({ key, title }: OutlineLine): NeighbourUnit {
  return { key, title }
}
