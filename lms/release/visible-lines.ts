import type { PublishedContext } from '../../compositor/index.js'
import type { OutlineLine } from '../../runtime/unit/index.js'
import { withinNode } from './learners-place.js'
import type { Release } from './release.js'

/** A line that somebody may know of. */
export interface VisibleLine {
  readonly line: OutlineLine
  readonly release: Release
}

/** Parts of a course that are looked through for units, where those beside are closed or empty. */
const mostLooks = 200

/** Reads the lines of a course that somebody may know of now, no more of them than they are asked for. */
export class VisibleLines {
  /** Epoch milliseconds until which what was read stays true. */
  validUntil = Infinity
  #looks = 0

  /** @param top above the course */
  constructor(
    readonly published: PublishedContext,
    private readonly top: Release,
    private readonly isStaff: boolean,
  ) {}

  /** A line, where it may be known of. @param above what holds above it; above the course if left out */
  within(line: OutlineLine, above = this.top): VisibleLine | undefined {
    if (line.hideFromToc && line !== this.published.root) return undefined
    const release = withinNode(above, line)
    this.validUntil = Math.min(this.validUntil, release.validUntil)
    return release.closing && !this.isStaff ? undefined : { line, release }
  }

  /** From the course down to a line; undefined where one of them may not be known of, or there is none of that key. */
  async path(key: string): Promise<readonly VisibleLine[] | undefined> {
    const visible: VisibleLine[] = []
    for (const line of await this.published.path(key)) {
      const one = this.within(line, visible.at(-1)?.release)
      if (!one) return undefined
      visible.push(one)
    }
    return visible.length > 0 ? visible : undefined
  }

  /** Those of these keys, in their order. */
  async of(keys: readonly string[], above: Release): Promise<readonly VisibleLine[]> {
    const lines = await this.published.lines(keys)
    return keys.flatMap((key) => {
      const line = lines.get(key)
      return (line && this.within(line, above)) ?? []
    })
  }

  /** The units among lines and below them, as many as are taken; from the end, where `step` is -1. */
  async *units(keys: readonly string[], above: Release, step: 1 | -1 = 1): AsyncIterable<OutlineLine> {
    // One alone, as nearly always the first is it, then a few at a time.
    for (let start = 0, end = 1; start < keys.length; start = end, end += 10) {
      if (this.#looks++ > mostLooks) return
      for (const { line, release } of await this.of(keys.slice(start, end), above)) {
        if (line.isUnit) yield line
        else yield* this.units(step === 1 ? line.children : line.children.toReversed(), release, step)
      }
    }
  }

  /** The units after a line, or before it, nearest first. @param path from the course down to it */
  async *beyond(path: readonly VisibleLine[], step: 1 | -1): AsyncIterable<OutlineLine> {
    for (let depth = path.length - 2; depth >= 0; depth--) {
      const [above, below] = [path[depth], path[depth + 1]]
      if (!above || !below) return
      const { children } = above.line
      const from = children.indexOf(below.line.key)
      const rest = step === 1 ? children.slice(from + 1) : children.slice(0, from).toReversed()
      yield* this.units(rest, above.release, step)
    }
  }
}

/** What comes first; undefined for nothing. */
export async function firstOf<T>(all: AsyncIterable<T>): Promise<T | undefined> {
  for await (const one of all) return one
  return undefined
}
