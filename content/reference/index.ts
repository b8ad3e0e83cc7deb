/** References to libraries, as authors make and change them in drafts. */
export { References } from './references.js'
export {
  referenceSteps,
  type PoolMember,
  type ReferenceMessage,
  type ReferenceState,
  type ReferenceStep,
  type ReferredLibrary,
  type SourceBlockKey,
  type SourceLibraryKey,
} from './reference-state.js'
