import type { Cursor } from './cursor.js'
import { FacetColumns, type FacetCounts } from './facet-columns.js'
import type { FoundDocument, IndexedDocument, IndexQuery } from './search-index.js'
import { indexBehind, SortedPlaces } from './sorted-places.js'
import { TermPostings } from './term-postings.js'
import { titleKey } from './title-key.js'

/** How much a word of the title counts, against one of the text. */
const titleWeight = 4

/** Documents that went before places are given anew. */
const fewGone = 1000

/** A document where it stands among others. */
export interface PlacedDocument extends Cursor {
  readonly document: FoundDocument
}

/** What was found in a context. */
export interface FoundInContext {
  readonly total: number
  readonly counts: FacetCounts
  /** The first ones behind a place. */
  readonly page: readonly PlacedDocument[]
}

/** What of a query tells what is found, in whatever order it is then shown. */
type Finding = Pick<IndexQuery, 'words' | 'filters' | 'counted' | 'sort'> & {
  /** What all documents of the context have in filters besides. */
  readonly besides: Readonly<Record<string, readonly string[]>>
}

/** What was found of a query: places in their order, with their scores where these make the order. */
interface Found {
  readonly places: readonly number[]
  readonly scores?: readonly number[]
  readonly counts: FacetCounts
}

/** Queries whose findings are kept until something changes. */
const mostKept = 20

/** The documents of one context, in memory. */
export class ContextIndex {
  #documents: (FoundDocument | undefined)[] = []
  #titles: string[] = []
  readonly #places = new Map<string, number>()
  #facets = new FacetColumns()
  readonly postings = new TermPostings()
  #byTitle = this.#sortedByTitle()
  #byChange = this.#sortedByChange()
  readonly #found = new Map<string, Found>()

  get size(): number {
    return this.#places.size
  }

  get(id: string): FoundDocument | undefined {
    const place = this.#places.get(id)
    return place === undefined ? undefined : this.#documents[place]
  }

  ids(): IterableIterator<string> {
    return this.#places.keys()
  }

  /** All documents by place, with undefined for those that went. */
  get documents(): readonly (FoundDocument | undefined)[] {
    return this.#documents
  }

  put(document: IndexedDocument): void {
    this.remove(document.id)
    this.postings.add(this.place(document), weightsOf(document))
  }

  /** Gives a document the next place, its terms left out. */
  place({ id, context, title, changedAt, facets, shown }: FoundDocument): number {
    const place = this.#documents.push({ id, context, title, changedAt, facets, shown }) - 1
    this.#titles[place] = titleKey(title)
    this.#places.set(id, place)
    this.#facets.set(place, facets)
    this.#byTitle.add(place)
    this.#byChange.add(place)
    this.#found.clear()
    return place
  }

  /** Leaves a place without a document. */
  skip(): void {
    this.#documents.push(undefined)
  }

  remove(id: string): void {
    const place = this.#places.get(id)
    if (place === undefined) return
    this.#byTitle.remove(place)
    this.#byChange.remove(place)
    this.#places.delete(id)
    this.#documents[place] = undefined
    this.#facets.remove(place)
    this.#found.clear()
    const gone = this.#documents.length - this.#places.size
    if (gone > fewGone && gone > this.#places.size / 2) this.#compact()
  }

  /** @param after where the page before ended @param limit of the page */
  search(query: Finding, after: Cursor | undefined, limit: number): FoundInContext {
    const { places, scores, counts } = this.#kept(query)
    const cursorAt = (index: number): Cursor => {
      const place = places[index] ?? 0
      if (scores) return { key: scores[index] ?? 0, id: this.#documents[place]?.id ?? '' }
      return query.sort === 'changed' ? this.#changeOf(place) : this.#titleOf(place)
    }
    const isLast = scores !== undefined || query.sort === 'changed'
    const start = after ? indexBehind(places.length, cursorAt, after, isLast) : 0
    const page = places.slice(start, start + limit).flatMap((place, index) => {
      const document = this.#documents[place]
      return document ? [{ ...cursorAt(start + index), document }] : []
    })
    return { total: places.length, counts, page }
  }

  #kept(query: Finding): Found {
    const { words, filters, counted, sort, besides } = query
    const key = JSON.stringify([words.map(({ folded }) => folded), filters, counted, sort, besides])
    const known = this.#found.get(key)
    if (known) return known
    const found = this.#find(query)
    if (this.#found.size >= mostKept) this.#found.delete(this.#found.keys().next().value ?? '')
    this.#found.set(key, found)
    return found
  }

  #find({ words, filters, counted, sort, besides }: Finding): Found {
    const all = () => this.#places.values()
    const order = (sort === 'changed' ? this.#byChange : this.#byTitle).of(all)
    if (words.length === 0) {
      if (Object.keys({ ...filters, ...besides }).length > 0)
        return this.#facets.narrowed(order, filters, counted, besides)
      return { places: [...order], counts: this.#facets.totals(counted) }
    }
    const score = this.postings.find(words.map(({ folded }) => folded))
    const matched = order.filter((place) => score(place) > 0)
    const { places, counts } = this.#facets.narrowed(matched, filters, counted, besides)
    if (sort !== 'relevance') return { places, counts }
    const ranked = places.map((place) => ({ place, score: score(place) }))
    ranked.sort(
      (one, other) => other.score - one.score || (this.#idOf(one.place) < this.#idOf(other.place) ? -1 : 1),
    )
    return { places: ranked.map(({ place }) => place), scores: ranked.map((one) => one.score), counts }
  }

  #idOf(place: number): string {
    return this.#documents[place]?.id ?? ''
  }

  #titleOf(place: number): Cursor {
    return { key: this.#titles[place] ?? '', id: this.#idOf(place) }
  }

  #changeOf(place: number): Cursor {
    return { key: this.#documents[place]?.changedAt ?? 0, id: this.#idOf(place) }
  }

  #sortedByTitle(): SortedPlaces {
    return new SortedPlaces((place) => this.#titleOf(place), false)
  }

  #sortedByChange(): SortedPlaces {
    return new SortedPlaces((place) => this.#changeOf(place), true)
  }

  #compact(): void {
    const moved = new Int32Array(this.#documents.length).fill(-1)
    const left: FoundDocument[] = []
    for (const [place, document] of this.#documents.entries())
      if (document) moved[place] = left.push(document) - 1
    this.postings.compact(moved)
    this.#facets = new FacetColumns()
    this.#documents = []
    this.#titles = []
    this.#places.clear()
    this.#byTitle = this.#sortedByTitle()
    this.#byChange = this.#sortedByChange()
    for (const document of left) this.place(document)
  }
}

function weightsOf({ titleWords, words }: IndexedDocument): ReadonlyMap<string, number> {
  const weights = new Map<string, number>()
  for (const { folded } of words) weights.set(folded, (weights.get(folded) ?? 0) + 1)
  for (const { folded } of titleWords) weights.set(folded, (weights.get(folded) ?? 0) + titleWeight)
  return weights
}
