export { checkReferences } from './check-references.js'
export { draftUnits, type DraftUnits } from './draft-units.js'
export { publish, type PreparedPublication, type PublishOptions, type PublishProgress } from './publisher.js'
export {
  draftBlock,
  editedDraftBlock,
  viewedBlock,
  type DraftBlock,
  type ViewedBlock,
} from './draft-block.js'
export { draftOutline, type AskedOutline, type DraftLine, type DraftOutline } from './draft-outline.js'
export { pinsAt, referredLibraries, type ReferredLibraries } from './referred-libraries.js'
export { isUnitLine } from './outline-lines.js'
