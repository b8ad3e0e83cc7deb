import { LRUCache } from 'lru-cache'
import type { PublishedContext } from '../compositor/index.js'
import type { Learner, LearnerStore, TreeQuery } from '../lms/index.js'
import { parseUsageKey, type OutlineNode } from '../runtime/index.js'
import type { Courseware } from './courseware.js'

/** A tree as it was made, and what it is true of. */
interface KeptTree {
  /** Name of the publication, and the number of what was stored of the learner. */
  readonly publication: string
  readonly stateVersion: number
  /** Epoch milliseconds. */
  readonly validUntil: number
  /** JSON. */
  readonly text: string
}

/** Characters of trees kept in memory. */
const keptSize = 32_000_000

/** The trees of courses as learners have them, as JSON, each kept for as long as it is true. */
export class CourseTrees {
  readonly #kept = new LRUCache<string, KeptTree>({ maxSize: keptSize })

  /** @param now epoch milliseconds */
  constructor(
    private readonly courseware: Courseware,
    private readonly learners: LearnerStore,
    private readonly now: () => number,
  ) {}

  /**
   * @param learner as they are let into the course
   * @returns JSON of the course, the tree’s root, its blocks and what could not be read
   * @throws CompositorError `block-not-found` where the learner has no block of that key, `key-malformed`
   */
  async of(published: PublishedContext, learner: Learner, query: TreeQuery): Promise<string> {
    const { context } = published.publication
    const { id, isStaff, standing } = learner
    const name = JSON.stringify([context, id, isStaff, standing, query])
    const { stateVersion } = await this.learners.versions(id)
    const kept = this.#kept.get(name)
    const isRight = kept?.publication === published.hash && kept.stateVersion === stateVersion
    if (kept && isRight && kept.validUntil > this.now()) return kept.text
    const outline = await this.courseware.outline(published, learner)
    const keys = await this.#unitsFor(published, outline.outline, query)
    const { validUntil, ...tree } = await this.courseware.tree(published, learner, query, { outline, keys })
    const text = JSON.stringify({ context, ...tree })
    this.#kept.set(
      name,
      { publication: published.hash, stateVersion, validUntil, text },
      { size: text.length },
    )
    return text
  }

  /** Keys of the units that a tree needs: none that is too deep, unless they are counted. */
  async #unitsFor(
    published: PublishedContext,
    outline: OutlineNode,
    { root = outline.key, depth = Infinity, counts }: TreeQuery,
  ): Promise<readonly string[]> {
    const most = counts.length > 0 ? Infinity : depth
    const found = lineOf(outline, root)
    if (found) return [...new Set(unitsBelow(found, most))]
    const unit = await published.unitOf(parseUsageKey(root))
    return unit === undefined ? [] : [unit]
  }
}

function lineOf(line: OutlineNode, key: string): OutlineNode | undefined {
  if (line.key === key) return line
  for (const child of line.children) {
    const found = lineOf(child, key)
    if (found) return found
  }
  return undefined
}

function* unitsBelow(line: OutlineNode, depth: number): Iterable<string> {
  // Fields of a unit stand in the unit.
  if (line.isUnit) yield line.key
  else if (depth > 0) for (const child of line.children) yield* unitsBelow(child, depth - 1)
}
