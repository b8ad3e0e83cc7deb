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
