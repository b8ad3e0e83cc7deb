/** Finding documents by words and filters. */
export { IndexKeeper } from './kept-index.js'
export { MemoryIndex } from './memory-index.js'
export type {
  FoundDocument,
  IndexAnswer,
  IndexChange,
  IndexedDocument,
  IndexQuery,
  IndexSort,
  IndexWord,
  SearchIndex,
} from './search-index.js'
