import type { OutlineNode } from '../../runtime/unit/index.js'
import { withinNode } from './learners-place.js'
import type { Closing, Release } from './release.js'

/** The outline of a course as one learner has it now. */
export interface VisibleOutline {
  readonly outline: OutlineNode
  /** The units in it, in course order. */
  readonly units: readonly Pick<OutlineNode, 'key' | 'title'>[]
  /** Epoch milliseconds until which it stays true. */
  readonly validUntil: number
  /** For staff: what of it is closed to learners, by key, where it closes. */
  readonly closed: ReadonlyMap<string, Closing>
}

/**
 * The part of a course's outline that somebody may know of: nothing that is kept out of the contents, and for learners
 * nothing that is closed to them.
 * @param top above the course
 */
export function visibleOutline(outline: OutlineNode, top: Release, isStaff: boolean): VisibleOutline {
  const closed = new Map<string, Closing>()
  const units = new Map<string, OutlineNode>()
  let validUntil = Infinity
  const visible = (node: OutlineNode, above: Release): OutlineNode[] => {
    if (node.hideFromToc && node !== outline) return []
    const release = withinNode(above, node)
    validUntil = Math.min(validUntil, release.validUntil)
    if (release.closing && !isStaff) return []
    if (release.closing && !above.closing) closed.set(node.key, release.closing)
    if (node.isUnit && !units.has(node.key)) units.set(node.key, node)
    return [{ ...node, children: node.children.flatMap((child) => visible(child, release)) }]
  }
  const [seen = { ...outline, children: [] }] = visible(outline, top)
  return { outline: seen, units: [...units.values()], validUntil, closed }
}
