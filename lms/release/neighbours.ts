import type { PublishedContext } from '../../compositor/index.js'
import type { OutlineLine } from '../../runtime/unit/index.js'
import { withinNode } from './learners-place.js'
import type { Release } from './release.js'

/** A unit somebody may go on to. */
export interface NeighbourUnit {
  readonly key: string
  readonly title: string
}

/** What stands beside a unit in its course, as one learner has it now. */
export interface Neighbours {
  readonly previous?: NeighbourUnit
  readonly next?: NeighbourUnit
  /** Which unit of its part of the course it is, from 1 on, and how many there are; absent of one that is in no contents. */
  readonly place?: number
  readonly count?: number
  /** Epoch milliseconds until which it stays true. */
  readonly validUntil: number
}

/** Parts of a course that are looked through for a unit, where those beside it are closed or empty. */
const mostLooks = 200

/**
 * The units before and after one, in course order, that somebody may know of. Only the lines beside it and above it are
 * read, and what is looked through for the next that is open.
 * @param top above the course
 */
export async function neighbours(
  published: PublishedContext,
  unitKey: string,
  top: Release,
  isStaff: boolean,
): Promise<Neighbours> {
  const path = await published.path(unitKey)
  const reading = new Reading(published, isStaff)
  const releases: Release[] = []
  for (const line of path) {
    const release = reading.within(releases.at(-1) ?? top, line)
    if (!release) return { validUntil: reading.validUntil }
    releases.push(release)
  }
  const parent = path.at(-2)
  if (!parent) return { validUntil: reading.validUntil }
  const beside = await reading.visible(parent.children, releases.at(-2) ?? top)
  const units = beside.filter(({ line }) => line.isUnit)
  const place = units.findIndex(({ line }) => line.key === unitKey)
  const beyond = async (step: 1 | -1): Promise<NeighbourUnit | undefined> => {
    for (let depth = path.length - 2; depth >= 0; depth--) {
      const [above, below] = [path[depth], path[depth + 1]]
      if (!above || !below) return undefined
      const from = above.children.indexOf(below.key)
      const rest = step === 1 ? above.children.slice(from + 1) : above.children.slice(0, from).toReversed()
      const found = await reading.firstUnit(rest, releases[depth] ?? top, step)
      if (found) return { key: found.key, title: found.title }
    }
    return undefined
  }
  const [previous, next] = [await beyond(-1), await beyond(1)]
  return {
    ...(previous && { previous }),
    ...(next && { next }),
    ...(place >= 0 && { place: place + 1, count: units.length }),
    validUntil: reading.validUntil,
  }
}

interface VisibleLine {
  readonly line: OutlineLine
  readonly release: Release
}

class Reading {
  validUntil = Infinity
  #looks = 0

  constructor(
    private readonly published: PublishedContext,
    private readonly isStaff: boolean,
  ) {}

  within(above: Release, line: OutlineLine): Release | undefined {
    if (line.hideFromToc && line !== this.published.root) return undefined
    const release = withinNode(above, line)
    this.validUntil = Math.min(this.validUntil, release.validUntil)
    return release.closing && !this.isStaff ? undefined : release
  }

  async visible(keys: readonly string[], above: Release): Promise<readonly VisibleLine[]> {
    const lines = await this.published.lines(keys)
    return keys.flatMap((key) => {
      const line = lines.get(key)
      const release = line && this.within(above, line)
      return line && release ? [{ line, release }] : []
    })
  }

  /** The first unit among lines and what is below them; from the end, where `step` is -1. */
  async firstUnit(keys: readonly string[], above: Release, step: 1 | -1): Promise<OutlineLine | undefined> {
    // One alone, as nearly always the first is it, then a few at a time.
    for (let start = 0, end = 1; start < keys.length; start = end, end += 10) {
      if (this.#looks++ > mostLooks) return undefined
      for (const { line, release } of await this.visible(keys.slice(start, end), above)) {
        if (line.isUnit) return line
        const below = step === 1 ? line.children : line.children.toReversed()
        const found = await this.firstUnit(below, release, step)
        if (found) return found
      }
    }
    return undefined
  }
}
