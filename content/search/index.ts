/** Finding blocks of libraries. */
export { BlockSearch } from './block-search.js'
export { LibraryIndex, type IndexProgress, type LibraryIndexSources, type UsedIn } from './library-index.js'
export type {
  BlockStatus,
  CountedValue,
  FilterCounts,
  FilterName,
  FoundBlock,
  SearchAnswer,
  SearchFilters,
  SearchRequest,
} from './search-request.js'
