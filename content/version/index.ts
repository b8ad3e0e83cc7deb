export { AuthoringStore, type ContextHead, type LibraryPin } from './authoring-store.js'
export type { BlockDefinition, ContentVersion, VersionBlock, VersionFile } from './content-version.js'
export { countTypes, makeVersion, type MadeVersion } from './make-version.js'
export type { BlockEdit } from './edit-version.js'
