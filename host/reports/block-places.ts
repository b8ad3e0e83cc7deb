import type { PublishedContext } from '../../compositor/index.js'
import type { GradedCourse, Subsection } from '../../lms/index.js'
import { CompositorError, parseUsageKey } from '../../runtime/index.js'
import type { Courseware } from '../courseware.js'
import { reportedBlock, titleOf } from './reported-block.js'

/** Where a block of a course stands, as people know it. */
export interface BlockPlace {
  /** Usage key, as text. */
  readonly usage: string
  readonly title: string
  /** Key of its unit. */
  readonly unit: string
  readonly unitTitle: string
  readonly subsectionTitle: string
}

/** Where blocks of a published course stand. */
export class BlockPlaces {
  readonly #units = new Map<string, { readonly title: string; readonly subsection: Subsection }>()
  readonly #known = new Map<string, Promise<BlockPlace | undefined>>()

  constructor(
    private readonly courseware: Courseware,
    private readonly published: PublishedContext,
    { subsections }: GradedCourse,
  ) {
    for (const subsection of subsections)
      for (const { key, title } of subsection.units) this.#units.set(key, { title, subsection })
  }

  /** The subsection that a block is in. @throws CompositorError `store-unavailable` */
  async subsectionOf(usage: string): Promise<Subsection | undefined> {
    const unit = await this.published.unitOf(parseUsageKey(usage))
    return unit === undefined ? undefined : this.#units.get(unit)?.subsection
  }

  /** Undefined for a block that is in the course no more; its unit is composed. @throws CompositorError `store-unavailable` */
  of(usage: string): Promise<BlockPlace | undefined> {
    const known = this.#known.get(usage) ?? this.#find(usage)
    this.#known.set(usage, known)
    return known
  }

  async #find(usage: string): Promise<BlockPlace | undefined> {
    const unit = await this.published.unitOf(parseUsageKey(usage))
    const place = unit === undefined ? undefined : this.#units.get(unit)
    if (unit === undefined || !place) return undefined
    try {
      const composed = await this.courseware.unit(parseUsageKey(unit))
      const block = await reportedBlock(this.courseware, composed, usage)
      if (!block) return undefined
      const { title: unitTitle, subsection } = place
      return { usage, title: titleOf(block), unit, unitTitle, subsectionTitle: subsection.title }
    } catch (thrown) {
      // One block that cannot be composed does not take the report along.
      if (CompositorError.from(thrown, 'block-failed', { usage }).code === 'store-unavailable') throw thrown
      return undefined
    }
  }
}
