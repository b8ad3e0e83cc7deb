import type { PublishedContext } from '../../compositor/index.js'
import type { LineContents, OutlineLine } from '../../runtime/unit/index.js'
import { withinNode } from './learners-place.js'
import type { Closing, Release } from './release.js'

/** A line of an outline as its page shows it. */
export interface ShownLine {
  readonly key: string
  readonly title: string
  readonly isUnit: boolean
  /** Whether there is anything below it. */
  readonly hasMore: boolean
  /** Whether what is below it is shown. */
  readonly isOpen: boolean
  /** When it is due for the learner, in epoch milliseconds; left out where what stands above it says the same. */
  readonly due?: number
  /** What it counts for, such as `Homework`. */
  readonly format?: string
  /** What is below it, as far as its publication says. */
  readonly contents?: LineContents
  readonly children: readonly ShownLine[]
}

/** The open part of a course's outline as one learner has it now. */
export interface OpenOutline {
  readonly root: ShownLine
  /** Keys of the units that are shown, in course order. */
  readonly units: readonly string[]
  /** Whether all there is is shown. */
  readonly isWhole: boolean
  /** Whether its sections fold: all of a small course is shown. */
  readonly folds: boolean
  /** Keys of the sections that were opened. */
  readonly opened: readonly string[]
  /** For staff: what of it is closed to learners, by key, where it closes. */
  readonly closed: ReadonlyMap<string, Closing>
}

/** Units that are shown without being asked for: of a course with more, sections are folded. */
const unfolded = 100

interface Line {
  readonly line: OutlineLine
  readonly release: Release
  readonly isOpen: boolean
  readonly below: Line[]
}

/**
 * The part of an outline that is open, level by level: what is folded is not read. Left out is what somebody may not know of:
 * what is kept out of the contents, and for learners what is closed to them.
 * @param top above the course
 * @param asked keys of sections to open; where nothing is asked, the first
 */
export async function openOutline(
  published: PublishedContext,
  top: Release,
  isStaff: boolean,
  asked: readonly string[],
): Promise<OpenOutline> {
  const { root, publication } = published
  const wanted = new Set(asked)
  const closed = new Map<string, Closing>()
  const seen = new Set([root.key])
  const isSmall = publication.unitCount <= unfolded
  const opened: string[] = []
  let isWhole = true
  const visible = (line: OutlineLine, above: Release): Release | undefined => {
    if (line.hideFromToc && line !== root) return undefined
    const release = withinNode(above, line)
    if (release.closing && !isStaff) return undefined
    if (release.closing && !above.closing) closed.set(line.key, release.closing)
    return release
  }
  const rootRelease = visible(root, top)
  const whole: Line = {
    line: root,
    release: rootRelease ?? top,
    isOpen: rootRelease !== undefined,
    below: [],
  }
  for (let level = [whole]; level.length > 0;) {
    const open = level.filter(({ isOpen }) => isOpen)
    const lines = await published.lines(open.flatMap(({ line }) => line.children))
    const next: Line[] = []
    for (const parent of open) {
      const children = parent.line.children.flatMap((key) => {
        const line = seen.has(key) ? undefined : lines.get(key)
        if (!line) return []
        seen.add(key)
        const release = visible(line, parent.release)
        return release ? [{ line, release }] : []
      })
      const below = children.reduce((sum, { line }) => sum + line.children.length, 0)
      const isTop = parent === whole
      for (const [place, child] of children.entries()) {
        const isFirst = isTop && place === 0 && asked.length === 0
        // In a section that was opened, what is short is open too.
        const isShort = !isTop && below <= unfolded
        const isOpen = isSmall || wanted.has(child.line.key) || isFirst || isShort
        const hasMore = child.line.children.length > 0
        if (hasMore && !isOpen) isWhole = false
        if (hasMore && !isSmall && (isFirst || wanted.has(child.line.key))) opened.push(child.line.key)
        const made = { ...child, isOpen: isOpen && hasMore, below: [] }
        parent.below.push(made)
        next.push(made)
      }
    }
    level = next
  }
  const units: string[] = []
  const shown = ({ line, release, isOpen, below }: Line, above: Release): ShownLine => {
    if (line.isUnit) units.push(line.key)
    const { key, title, isUnit = false, children, policy, contents } = line
    return {
      key,
      title,
      isUnit,
      hasMore: children.length > 0,
      isOpen,
      ...dueIn(release, above),
      ...(policy?.format !== undefined && { format: policy.format }),
      ...(contents && { contents }),
      children: below.map((one) => shown(one, release)),
    }
  }
  return { root: shown(whole, top), units, isWhole, folds: !isSmall, opened, closed }
}

/** When a line is due, where that is another time than what stands above it. */
function dueIn({ due }: Release, above: Release): { readonly due?: number } {
  return typeof due === 'number' && due !== above.due ? { due } : {}
}
