import { CompositorError } from '../runtime/index.js'

/** For whom something is run. */
export interface Asker {
  /** The learning context, as text. */
  readonly context: string
  /** '' where it is for nobody in particular. */
  readonly learner: string
}

/** What may wait: in all, for one learning context, for one learner in it. */
export interface WaitingBounds {
  readonly all: number
  readonly context: number
  readonly learner: number
}

/**
 * What waits for its turn. Learning contexts take turns, and in each its learners do, so that whoever asks for much waits
 * for it alone.
 */
export class FairTurns<Item extends { readonly asker: Asker }> {
  /** What waits, by context and learner; who had a turn stands last. */
  readonly #contexts = new Map<string, Map<string, Item[]>>()
  #size = 0

  constructor(private readonly bounds: WaitingBounds) {}

  get size(): number {
    return this.#size
  }

  /** @throws CompositorError `script-unavailable` where too much waits already */
  add(item: Item): void {
    const { context, learner } = item.asker
    const learners = this.#contexts.get(context) ?? new Map<string, Item[]>()
    const items = learners.get(learner) ?? []
    const inContext = [...learners.values()].reduce((sum, { length }) => sum + length, 0)
    const isFull =
      this.#size >= this.bounds.all ||
      inContext >= this.bounds.context ||
      (learner !== '' && items.length >= this.bounds.learner)
    if (isFull) throw new CompositorError('script-unavailable', 'Too many scripts wait to be run.')
    items.push(item)
    learners.set(learner, items)
    this.#contexts.set(context, learners)
    this.#size += 1
  }

  /**
   * The next whose turn it is, taken out; undefined where none may.
   * @param mayStart asked about the first of each learner
   */
  next(mayStart: (item: Item) => boolean): Item | undefined {
    for (const [context, learners] of this.#contexts) {
      for (const [learner, items] of learners) {
        const [item] = items
        if (!item || !mayStart(item)) continue
        items.shift()
        this.#size -= 1
        learners.delete(learner)
        if (items.length > 0) learners.set(learner, items)
        this.#contexts.delete(context)
        if (learners.size > 0) this.#contexts.set(context, learners)
        return item
      }
    }
    return undefined
  }
}
