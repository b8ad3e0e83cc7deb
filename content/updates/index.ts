/** Updates of references and of linked copies, in one list. */
export { DraftUpdates } from './draft-updates.js'
export type { CopyStep, DraftUpdate, UpdatePreview } from './update-preview.js'
