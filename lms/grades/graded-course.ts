import type { PublishedContext } from '../../compositor/index.js'
import { policyAt } from '../../runtime/block/index.js'
import type { GradingPolicy } from '../../runtime/grading/grading-policy.js'
import type { OutlineLine, OutlineNode } from '../../runtime/unit/index.js'

/** A part of a course that gets one score: what stands right above units. */
export interface Subsection {
  /** Usage key, as text. */
  readonly key: string
  readonly title: string
  /** What stands above it, from the course on. */
  readonly above: readonly OutlineNode[]
  readonly node: OutlineNode
  /** Its assignment type; absent where it says none. */
  readonly format?: string
  readonly graded: boolean
  /** Its units, in course order. */
  readonly units: readonly OutlineNode[]
}

/** How a published course is graded: its policy, and the parts that are scored, in course order. */
export interface GradedCourse {
  /** Key, as text. */
  readonly context: string
  readonly title: string
  readonly policy?: GradingPolicy
  readonly subsections: readonly Subsection[]
  /** Epoch milliseconds until which it stays so; infinite where no policy group changes it. */
  readonly validUntil: number
}

const made = new WeakMap<PublishedContext, Promise<GradedCourse>>()

/**
 * What is graded of a published course. It is read once of each publication, which costs what its outline is long, and kept.
 * @param now epoch milliseconds
 * @throws CompositorError `store-unavailable`, `store-damaged`
 */
export async function gradedCourse(published: PublishedContext, now: number): Promise<GradedCourse> {
  const known = await made.get(published)
  if (known && now < known.validUntil) return known
  const making = read(published, now)
  made.set(published, making)
  making.catch(() => made.delete(published))
  return making
}

async function read(published: PublishedContext, now: number): Promise<GradedCourse> {
  const outline = await published.outline()
  const { context, title, grading } = published.publication
  const sections = [...partsOf(outline, [])]
  const keys = new Set(sections.flatMap(({ above, node }) => [...above, node].map(({ key }) => key)))
  const lines = await published.lines(keys)
  let validUntil = Infinity
  const subsections = sections.map(({ above, node, units }): Subsection => {
    const path = [...above, node].flatMap(({ key }) => lines.get(key) ?? [])
    const held = policyAt(path, [], now)
    if (held) validUntil = Math.min(validUntil, held.until)
    const format = path.at(-1)?.policy?.format
    return {
      key: node.key,
      title: node.title,
      above,
      node,
      ...(format !== undefined && { format }),
      graded: (held?.above['graded'] ?? inherited(path, 'graded')) === true,
      units,
    }
  })
  return { context, title, ...(grading && { policy: grading }), subsections, validUntil }
}

/** Lines with units right below them, whatever stands above. */
function* partsOf(
  node: OutlineNode,
  above: readonly OutlineNode[],
): Iterable<{ node: OutlineNode; above: readonly OutlineNode[]; units: readonly OutlineNode[] }> {
  const units = node.children.filter(({ isUnit }) => isUnit)
  if (units.length > 0) yield { node, above, units }
  for (const child of node.children) if (!child.isUnit) yield* partsOf(child, [...above, node])
}

function inherited(path: readonly OutlineLine[], name: string): unknown {
  return path.findLast(({ inherits }) => inherits !== undefined && name in inherits)?.inherits?.[name]
}
