import type { BlockTags, Taxonomy } from '../taxonomy/index.js'
import { cellList, listCell } from './cell-text.js'

/** What columns of tags are called: this, and the id of their taxonomy. */
export const tagColumnPrefix = 'tags:'

/** A column of a sheet with the tags that blocks have of one taxonomy, by what people read. */
export class TagColumn {
  readonly name: string
  readonly #values: ReadonlyMap<string, string>
  readonly #ids: ReadonlyMap<string, string>

  constructor(private readonly taxonomy: Taxonomy) {
    this.name = `${tagColumnPrefix}${taxonomy.id}`
    this.#values = new Map(taxonomy.tags.map(({ id, value }) => [id, value]))
    // A value counts before an id that reads the same.
    this.#ids = new Map([
      ...taxonomy.tags.map(({ id }) => [folded(id), id] as const),
      ...taxonomy.tags.map(({ id, value }) => [folded(value), id] as const),
    ])
  }

  get id(): string {
    return this.taxonomy.id
  }

  /** The ids of the tags that a block has by now, in the order of the taxonomy; those that are gone from it are left out. */
  idsOf(tags: BlockTags | undefined): readonly string[] {
    const own = new Set(tags?.[this.id])
    return [...this.#values.keys()].filter((id) => own.has(id))
  }

  /** The cell of a block. */
  cellOf(tags: BlockTags | undefined): string {
    return listCell(this.idsOf(tags).map((id) => this.#values.get(id) ?? id))
  }

  /** The ids that a cell names, by value or id; or why it cannot be taken. */
  read(cell: string): { readonly ids: readonly string[] } | { readonly why: string } {
    const ids: string[] = []
    for (const text of cellList(cell)) {
      const id = this.#ids.get(folded(text))
      if (id === undefined) return { why: `the taxonomy '${this.id}' has no tag '${text.slice(0, 100)}'` }
      if (!ids.includes(id)) ids.push(id)
    }
    if (ids.length > 1 && !this.taxonomy.allowsSeveral)
      return { why: `of the taxonomy '${this.id}' a block has one tag, and not ${ids.length}` }
    return { ids }
  }
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
