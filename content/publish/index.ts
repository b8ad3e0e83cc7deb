export { checkReferences } from './check-references.js'
export { draftUnits, type DraftUnits } from './draft-units.js'
export { publish, type PreparedPublication, type PublishOptions, type PublishProgress } from './publisher.js'
export {
  draftBlock,
  draftOutline,
  editedDraftBlock,
  type DraftBlock,
  type DraftOutline,
} from './draft-block.js'
export { referredLibraries, type ReferredLibraries } from './referred-libraries.js'
