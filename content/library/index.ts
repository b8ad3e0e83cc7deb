/** Libraries as their authors make and keep them. */
export { Libraries, type LibraryWords } from './libraries.js'
export { libraryKinds, type LibraryKind, type LibrarySettings } from './library-settings.js'
export type { NewLibrary } from './new-library.js'
export { listedBlocks, type ListedBlocks } from './listed-blocks.js'
