export { checkReferences } from './check-references.js'
export { publish, type AssetToPublish, type PreparedPublication, type PublishOptions } from './publish.js'
export {
  draftBlock,
  draftOutline,
  editedDraftBlock,
  type DraftBlock,
  type DraftOutline,
} from './draft-block.js'
