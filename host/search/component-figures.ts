import { LRUCache } from 'lru-cache'
import type { AuthoringStore } from '../../content/index.js'
import { itemFigures, type ItemUsage, type LearnerStore, type ReadFigures } from '../../lms/index.js'
import { parseUsageKey, type BlockTypes } from '../../runtime/index.js'
import type { BlockUsage } from '../../content/index.js'
import { componentPlaces } from './component-places.js'

/** Figures of a component over all courses. */
export interface ComponentFigures extends ReadFigures {
  /** Usage key, as text. */
  readonly usage: string
  /** When they were worked out, ISO 8601. */
  readonly at: string
}

/** Places of a component that are looked at, and milliseconds for which what was worked out is told again. */
const [mostPlaces, lifetime] = [500, 60_000]

/** What figures are worked out of. */
export interface FigureSources {
  readonly usage: BlockUsage
  readonly authoring: AuthoringStore
  readonly learners: LearnerStore
  readonly types: BlockTypes
  readonly now: () => number
}

/** How learners fare at components, wherever these are used. */
export class Figures {
  readonly #kept = new LRUCache<string, Promise<ComponentFigures>>({ max: 500 })

  constructor(private readonly sources: FigureSources) {}

  /**
   * Figures of a library's component over all courses that use it, or of a block of a course.
   * @throws CompositorError `key-malformed`, `block-not-found`, `store-unavailable`
   */
  of(usage: string): Promise<ComponentFigures> {
    const known = this.#kept.get(usage)
    if (known) return known
    const made = this.#made(usage)
    this.#kept.set(usage, made, { ttl: lifetime })
    made.catch(() => this.#kept.delete(usage))
    return made
  }

  async #made(usage: string): Promise<ComponentFigures> {
    const { learners, types, now } = this.sources
    const usages = await this.#usagesOf(usage)
    const figures = await itemFigures(usages, learners, types)
    return { usage, at: new Date(now()).toISOString(), ...figures }
  }

  /** Where learners meet it. */
  async #usagesOf(usage: string): Promise<readonly ItemUsage[]> {
    const { authoring, usage: places } = this.sources
    const key = parseUsageKey(usage)
    const view = await authoring
      .view(key.context.withoutBranchOrVersion().toString(), 'draft')
      .catch(() => undefined)
    const type = (await view?.block(usage))?.type ?? key.blockType
    const found: ItemUsage[] = [{ usage, type }]
    for (const place of await componentPlaces(places, usage, mostPlaces - 1))
      found.push({ usage: place.usage, type })
    return found
  }
}
