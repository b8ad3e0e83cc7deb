/** References to libraries, as authors make and change them in drafts. */
export { References, type ConfiguredReference, type NewReference } from './references.js'
export type { OfferedAsked, OfferedBlocks } from './library-choices.js'
export type { ChosenLibrary, ReferenceChange } from './reference-change.js'
export {
  referenceSteps,
  type LibraryVersionChoice,
  type MatchingBlocks,
  type PoolMember,
  type ReferenceMessage,
  type ReferenceState,
  type ReferenceStep,
  type ReferredLibrary,
} from './reference-state.js'
export { ReferenceUpdates, type BulkUpdate } from './reference-updates.js'
export type { UpdatedReferences } from './updated-draft.js'
export type { OfferedUpdate } from './offered-updates.js'
export type { AskedVersions } from './version-comparison.js'
export {
  isEmptyPreview,
  type ChangedField,
  type ChangedFile,
  type LibraryStep,
  type LostOverride,
  type PreviewedBlock,
  type ReferencePreview,
  type RemovedBlock,
} from './reference-preview.js'
export { editedWishes, type EditedWish, type UpdateWishes } from './update-edit.js'
