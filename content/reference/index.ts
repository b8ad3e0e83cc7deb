/** References to libraries, as authors make and change them in drafts. */
export {
  References,
  type ConfiguredReference,
  type NewReference,
  type OfferedAsked,
  type OfferedBlocks,
} from './references.js'
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
export {
  ReferenceUpdates,
  type AskedVersions,
  type BulkUpdate,
  type OfferedUpdate,
  type UpdatedReferences,
} from './reference-updates.js'
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
