import type { JsonObject } from '../../runtime/values/index.js'

/** A word as it is compared, and as it was written. */
export interface IndexWord {
  /** Without accents and case. */
  readonly folded: string
  readonly written: string
}

/** What can be found. */
export interface IndexedDocument {
  /** Names it among all documents. */
  readonly id: string
  /** What it belongs to: documents come and go by that. */
  readonly context: string
  /** Shown, and sorted by. */
  readonly title: string
  readonly titleWords: readonly IndexWord[]
  readonly words: readonly IndexWord[]
  /** BCP 47, for drivers that know words of languages; absent where nobody said. */
  readonly language?: string
  /** Epoch milliseconds; 0 where it is not known. */
  readonly changedAt: number
  /** By the name of a filter, what it has there; each once. */
  readonly facets: Readonly<Record<string, readonly string[]>>
  /** What answers have besides. */
  readonly shown: JsonObject
}

/** What an answer has of a document. */
export type FoundDocument = Pick<
  IndexedDocument,
  'id' | 'context' | 'title' | 'changedAt' | 'facets' | 'shown'
>

/** What changes of the documents of a context, in one step. */
export interface IndexChange {
  readonly context: string
  /** What the index must say that it holds of the context; undefined for nothing. Another process may have been first. */
  readonly before: string | undefined
  /** What it says then. */
  readonly after: string | undefined
  readonly put: readonly IndexedDocument[]
  /** Ids of documents that go. */
  readonly remove: readonly string[]
}

/** How what is found is sorted: by how well it fits, by title, or with the last changed first. */
export type IndexSort = 'relevance' | 'title' | 'changed'

/** What is looked for. */
export interface IndexQuery {
  /** The contexts that are looked through. */
  readonly contexts: readonly string[]
  /** All of them are to be found, each as the beginning of a word, or as a form of it in one of the languages. */
  readonly words: readonly IndexWord[]
  /** By the name of a filter, of which values one is to be there. */
  readonly filters: Readonly<Record<string, readonly string[]>>
  /** What every document of a context has in filters besides its own, by context and by the name of the filter. */
  readonly everywhere?: ReadonlyMap<string, Readonly<Record<string, readonly string[]>>>
  /** Names of the filters whose values are counted. */
  readonly counted: readonly string[]
  readonly sort: IndexSort
  /** `next` of another answer; undefined for the beginning. */
  readonly after: string | undefined
  readonly limit: number
}

/** What was found. */
export interface IndexAnswer {
  readonly items: readonly FoundDocument[]
  readonly total: number
  /** By filter, how many are found with each of its values, all other filters as they are. */
  readonly counts: Readonly<Record<string, ReadonlyMap<string, number>>>
  /** By context, how many are found in it. */
  readonly contexts: ReadonlyMap<string, number>
  readonly next: string | null
}

/**
 * An index of documents, to find them by words and filters. What it holds can be made anew of what it was made of; for each
 * context it keeps a mark that says up to where that was. All members throw `store-unavailable`.
 */
export interface SearchIndex {
  /** What it says that it holds of each of these contexts; undefined for nothing. */
  marks(contexts: readonly string[]): Promise<ReadonlyMap<string, string | undefined>>

  /**
   * Makes a change, all of it or nothing. Documents of one id replace each other.
   * @returns whether it was made; not, where the mark is another than `before`
   */
  change(change: IndexChange): Promise<boolean>

  /** Of these ids those that it has, with their documents. */
  documents(context: string, ids: readonly string[]): Promise<ReadonlyMap<string, FoundDocument>>

  /** The ids of all documents of a context, in any order. */
  ids(context: string): AsyncIterable<string>

  search(query: IndexQuery): Promise<IndexAnswer>

  /** Keeps what it has where it is to outlive this process, and lets go. */
  close(): Promise<void>
}
