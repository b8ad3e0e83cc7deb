import type { StuckLearner } from './block-figures.js'
import { fewestLearners } from './item-tally.js'
import { PairSums } from './point-biserial.js'

/** How all learners of a course fared at one of its blocks. */
export interface BlockSums {
  /** Usage key, as text. */
  readonly usage: string
  /** Key of the part of the course that it is in. */
  readonly part: string
  /** Who submitted something. */
  readonly learners: number
  /** Mean share of the points, from 0 to 1, of those with a score. */
  readonly meanShare?: number
  /** Absent where its type does not tell of attempts. */
  readonly meanAttempts?: number
  /** As that of the block's own figures; see `ItemFigures`. */
  readonly discrimination?: number
  /** Who tried often and has no point. */
  readonly stuck: number
  /** Who submitted something in the same part of the course. */
  readonly around: number
}

/** Somebody who is stuck, and where. */
export interface StuckAt extends StuckLearner {
  /** Usage key, as text. */
  readonly usage: string
}

/** How one learner fared at one block. */
export interface LearnersWork {
  readonly usage: string
  /** Share of the points; undefined without a score. */
  readonly share?: number | undefined
  /** 0 where its type does not tell of any. */
  readonly attempts: number
  /** Share at the first attempt; undefined where it is not known. */
  readonly first?: number | undefined
  readonly isStuck: boolean
}

/** The part of a course that a block is in; undefined for one that is not in it any more. */
export type PartOf = (usage: string) => Promise<string | undefined>

/** Blocks that are counted; others are left out. */
const mostBlocks = 20_000
/** Who is stuck, that is named. */
const mostStuck = 200

/** Sums at one block. */
interface Sums {
  readonly part: string
  learners: number
  tried: number
  attempts: number
  scored: number
  shares: number
  stuck: number
  readonly pairs: PairSums
}

/** Sums over the learners of a course at each of its blocks: a few numbers a block, however many learners there are. */
export class CourseTally {
  /** By usage key; undefined for a block that is not in the course any more. */
  readonly #blocks = new Map<string, Sums | undefined>()
  readonly #around = new Map<string, number>()
  #stuck: StuckAt[] = []
  /** Who submitted something. */
  learners = 0

  constructor(private readonly partOf: PartOf) {}

  /** Takes in what one learner did. */
  async add(learner: string, work: readonly LearnersWork[]): Promise<void> {
    const scored = work.flatMap(({ share }) => share ?? [])
    const all = scored.reduce((sum, share) => sum + share, 0)
    const parts = new Set<string>()
    for (const one of work) {
      const { usage, share, attempts, first } = one
      if (share === undefined && attempts === 0) continue
      const sums = await this.#sumsOf(usage)
      if (!sums) continue
      parts.add(sums.part)
      sums.learners++
      if (attempts > 0) sums.tried++
      sums.attempts += attempts
      if (share !== undefined) {
        sums.scored++
        sums.shares += share
      }
      if (one.isStuck) {
        sums.stuck++
        this.#stuck.push({ learner, usage, attempts })
      }
      const others = scored.length - (share === undefined ? 0 : 1)
      if (first !== undefined && others > 0) sums.pairs.add(first >= 1 ? 1 : 0, (all - (share ?? 0)) / others)
    }
    if (parts.size > 0) this.learners++
    for (const part of parts) this.#around.set(part, this.around(part) + 1)
    if (this.#stuck.length > 2 * mostStuck) this.#stuck = [...this.stuck]
  }

  /** Who is stuck, who tried most first; 200 of them. */
  get stuck(): readonly StuckAt[] {
    return this.#stuck.toSorted((one, other) => other.attempts - one.attempts).slice(0, mostStuck)
  }

  /** How many submitted something in a part of the course. */
  around(part: string): number {
    return this.#around.get(part) ?? 0
  }

  /** Blocks at which somebody submitted something. */
  *blocks(): Iterable<BlockSums> {
    for (const [usage, sums] of this.#blocks) {
      if (!sums) continue
      const { part, learners, tried, attempts, scored, shares, stuck, pairs } = sums
      const discrimination = pairs.correlation(fewestLearners)
      yield {
        usage,
        part,
        learners,
        ...(scored > 0 && { meanShare: shares / scored }),
        ...(tried > 0 && { meanAttempts: attempts / tried }),
        ...(discrimination !== undefined && { discrimination }),
        stuck,
        around: this.around(part),
      }
    }
  }

  async #sumsOf(usage: string): Promise<Sums | undefined> {
    if (this.#blocks.has(usage) || this.#blocks.size >= mostBlocks) return this.#blocks.get(usage)
    const part = await this.partOf(usage)
    const none = { learners: 0, tried: 0, attempts: 0, scored: 0, shares: 0, stuck: 0 }
    const sums = part === undefined ? undefined : { part, ...none, pairs: new PairSums() }
    this.#blocks.set(usage, sums)
    return sums
  }
}
