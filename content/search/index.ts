/** Finding blocks of libraries. */
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
