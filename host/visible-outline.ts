import type { Learner } from '../lms/index.js'
import type { OutlineNode, Publication } from '../runtime/index.js'

/** The part of a course's outline that a learner may know of: nothing for staff only, nothing kept out of the contents. */
export function visibleOutline({ outline }: Publication, learner: Learner): OutlineNode {
  const visible = (node: OutlineNode): OutlineNode => ({
    ...node,
    children: node.children
      .filter(({ staffOnly, hideFromToc }) => !hideFromToc && (learner.isStaff || !staffOnly))
      .map(visible),
  })
  return visible(outline)
}

/** The units of an outline in course order. */
export function unitsIn({ units }: Publication, outline: OutlineNode): Publication['units'] {
  const keys = new Set<string>()
  const walk = ({ key, children }: OutlineNode): void => {
    keys.add(key)
    children.forEach(walk)
  }
  walk(outline)
  return units.filter(({ key }) => keys.has(key))
}
