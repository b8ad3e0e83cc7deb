import type { PublishedContext } from '../../compositor/index.js'
import type { NeighbourUnit } from './neighbours.js'
import type { Release } from './release.js'
import { VisibleLines } from './visible-lines.js'

/**
 * Units in course order that somebody may know of, from one of them on, itself first; from the first of the course where that one is none of
 * theirs. @param top above the course @param most how many are read
 */
export async function unitsFrom(
  published: PublishedContext,
  from: string | undefined,
  { top, isStaff, most }: { readonly top: Release; readonly isStaff: boolean; readonly most: number },
): Promise<readonly NeighbourUnit[]> {
  const lines = new VisibleLines(published, top, isStaff)
  const path = from === undefined ? undefined : await lines.path(from)
  const course = lines.within(published.root)
  const own = path?.at(-1)?.line
  const units: NeighbourUnit[] = own?.isUnit ? [{ key: own.key, title: own.title }] : []
  const further =
    path && own?.isUnit
      ? lines.beyond(path, 1)
      : course && lines.units(published.root.children, course.release)
  if (further && units.length < most)
    for await (const { key, title } of further) if (units.push({ key, title }) >= most) break
  return units
}
