export { checkReferences, type CheckOptions } from './check-references.js'
export { completedPublication } from './completed-publication.js'
export { DraftGroups, type DraftBank, type DraftGroupsOptions } from './draft-groups.js'
export { drawsIn } from './draws-together.js'
export { draftUnits, type DraftUnits } from './draft-units.js'
export type { PreparedPublication, PublishOptions, PublishProgress } from './publish-options.js'
export { publish } from './publisher.js'
export {
  draftBlock,
  editedDraftBlock,
  rewrittenDraftBlock,
  policyAbove,
  policyLine,
  viewedBlock,
  type DraftBlock,
  type ViewedBlock,
  type ViewMoment,
} from './draft-block.js'
export { draftOutline, type AskedOutline, type DraftLine, type DraftOutline } from './draft-outline.js'
export { pinsAt, referencesAt, type MadeReference } from './referred-libraries.js'
export type { VersionsByName } from './opened-libraries.js'
export { isUnitLine, OutlineLines } from './outline-lines.js'
