import type { PublishedContext, UnitStore } from '../compositor/index.js'
import { completedPublication } from '../content/index.js'
import type { BlockTypes } from '../runtime/index.js'
import type { Blobs } from '../store/index.js'

/** What completing publications rests on. */
export interface FormerPublicationsOptions {
  readonly units: UnitStore
  readonly blobs: Blobs
  readonly types: BlockTypes
  readonly onFailure: (thrown: unknown) => void
}

/**
 * Completes publications of older code, which do not say what is in the parts of a course: each once it is first looked at, while whoever
 * looks at it sees it as it is. What comes of it is kept, and learners see it from then on.
 */
export class FormerPublications {
  readonly #seen = new Set<string>()
  #work: Promise<void> = Promise.resolve()
  readonly #end = new AbortController()

  constructor(private readonly options: FormerPublicationsOptions) {
    options.units.onOpened = (published) => this.#opened(published)
  }

  /** When all that was looked at so far is completed. */
  settled(): Promise<void> {
    return this.#work
  }

  /** Ends what is under way, which begins anew when it is next looked at. */
  async close(): Promise<void> {
    this.#end.abort()
    await this.#work
  }

  #opened(published: PublishedContext): void {
    const { root, hash } = published
    if (root.contents || root.isUnit || this.#seen.has(hash)) return
    this.#seen.add(hash)
    this.#work = this.#complete(this.#work, published)
  }

  /** One after another, as there may be many. */
  async #complete(before: Promise<void>, { hash, publication }: PublishedContext): Promise<void> {
    await before
    const { units, blobs, types, onFailure } = this.options
    const { signal } = this.#end
    if (signal.aborted) return
    try {
      const completed = await completedPublication(publication, blobs, types, signal)
      await units.exchange(publication.context, hash, completed)
    } catch (thrown) {
      this.#seen.delete(hash)
      if (!signal.aborted) onFailure(thrown)
    }
  }
}
