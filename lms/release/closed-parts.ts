import { userPartitions } from '../../runtime/block/index.js'
import { unknownStanding } from '../../runtime/service/index.js'
import type { ComposedBlock, ComposedUnit } from '../../runtime/unit/index.js'
import type { Json } from '../../runtime/values/index.js'
import { partitionsOf, withinBlock, withinNode } from './learners-place.js'
import { Release, type Closing } from './release.js'

/** A part of a unit that is not open to all learners. */
export interface ClosedPart {
  /** What it is called; the unit itself has none. */
  readonly title?: string
  readonly closing: Closing
}

/** More parts than a page tells of. */
const limit = 50

/** Above a course, for a learner of whom nothing is known: what is closed to them is not open to all. */
export function anybodysTop(partitions: Json | undefined, now: number): Release {
  const groups = { groupOf: () => undefined }
  return Release.top({ now, standing: unknownStanding, groups, partitions: userPartitions(partitions) })
}

/**
 * The parts of a unit that are not open to all learners, each where it closes, for staff.
 * @param now epoch milliseconds @param childrenOf what stands in a block, with library blocks that were drawn
 */
export function closedParts(
  { place, root }: ComposedUnit,
  now: number,
  childrenOf: (block: ComposedBlock) => readonly ComposedBlock[] = ({ children }) => children,
): readonly ClosedPart[] {
  const path = place?.path ?? []
  const top = anybodysTop(partitionsOf(path[0]) ?? root.fields['user_partitions'], now)
  const whole = withinBlock(path.reduce(withinNode, top), root)
  if (whole.closing) return [{ closing: whole.closing }]
  const parts: ClosedPart[] = []
  const walk = (block: ComposedBlock, release: Release): void => {
    for (const child of childrenOf(block)) {
      if (parts.length >= limit) return
      const { closing } = withinBlock(release, child)
      if (closing) parts.push({ title: titleOf(child), closing })
      else walk(child, withinBlock(release, child))
    }
  }
  walk(root, whole)
  return parts
}

function titleOf({ type, fields: { display_name: name } }: ComposedBlock): string {
  return typeof name === 'string' && name.trim() !== '' ? name : type
}
