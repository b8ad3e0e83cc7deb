import type { Publication } from '../runtime/unit/index.js'

/** The published version of one learning context, as the learners' side reads it. */
export class PublishedContext {
  readonly #records: ReadonlyMap<string, string>

  /** @param hash content hash of the publication */
  constructor(
    readonly publication: Publication,
    readonly hash: string,
  ) {
    this.#records = new Map(publication.units.map(({ key, record }) => [key, record]))
  }

  /** The content hash of a unit's record, or undefined when no unit of this version has that key. */
  recordOf(unitKey: string): string | undefined {
    return this.#records.get(unitKey)
  }
}
