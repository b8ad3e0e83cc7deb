/** How a block of a draft stands to what is published: not in it, the same, or another. */
export type BlockStatus = 'draft' | 'published' | 'changed'

/** By what blocks are narrowed down: each is any one of those listed, and all that are named must hold. */
export interface SearchFilters {
  /** Keys of libraries, as text. */
  readonly contexts?: readonly string[] | undefined
  /** Block types; of containers that of their block (`vertical`, `sequential`, `chapter`). */
  readonly types?: readonly string[] | undefined
  /** `TAXONOMY:TAG`, by id; what has a tag below it counts. */
  readonly tags?: readonly string[] | undefined
  /** Keys of collections. */
  readonly collections?: readonly string[] | undefined
  readonly status?: readonly BlockStatus[] | undefined
  /** Who changed it last, as the history says. */
  readonly authors?: readonly string[] | undefined
  /** Keys of the courses and libraries that refer to it, as text. */
  readonly usedIn?: readonly string[] | undefined
}

/** What somebody looks for. */
export interface SearchRequest extends SearchFilters {
  /** Words that are all to be found, each as the beginning of a word; in any script, accents and case do not matter. */
  readonly words?: string | undefined
  /** The best first where words are given, else by title. */
  readonly sort?: 'relevance' | 'title' | 'changed' | undefined
  /** `next` of the page before. */
  readonly after?: string | undefined
  /** 50 if not said, at most 200. */
  readonly limit?: number | undefined
}

/** A component or container that was found. */
export interface FoundBlock {
  /** Usage key, as text. */
  readonly usage: string
  /** Key of its library, as text. */
  readonly context: string
  readonly type: string
  readonly title: string
  readonly status: BlockStatus
  /** Its own tags: `TAXONOMY:TAG`, by id. */
  readonly tags: readonly string[]
  /** Keys of the collections that it is in. */
  readonly collections: readonly string[]
  /** Who changed it last; absent where nobody said. */
  readonly author?: string
  /** When it was changed last, ISO 8601. */
  readonly changed?: string
  /** Keys of the courses and libraries that refer to it. */
  readonly usedIn: readonly string[]
}

/** One value of a filter, with how many of what is found have it. */
export interface CountedValue {
  readonly value: string
  readonly count: number
}

/** The names of the filters. */
export type FilterName = keyof SearchFilters

/**
 * Beside each filter its values, those that most have first, at most 100: how many would be found with that value alone in this
 * filter, all other filters as they are.
 */
export type FilterCounts = Readonly<Record<FilterName, readonly CountedValue[]>>

/** What was found. */
export interface SearchAnswer {
  readonly items: readonly FoundBlock[]
  /** How many there are on all pages. */
  readonly total: number
  readonly counts: FilterCounts
  /** What to pass as `after` for the next page; null at the end. */
  readonly next: string | null
  /** Keys of libraries that changed since, and of which the answer may tell what was; absent where there are none. */
  readonly behind?: readonly string[]
}
