import { contentHash } from '../../runtime/values/index.js'
import { changedValues, type BlockEdit } from '../edit/block-edit.js'
import { asJson, type BlockDefinition, type VersionBlock } from './version-block.js'

/** A block after an edit, with its definition. What usages share is not changed under them: it gets one of its own. */
export function editedBlock(
  before: VersionBlock,
  { content, settings, reset, anew }: BlockEdit,
  definition: BlockDefinition,
): { readonly block: VersionBlock; readonly definition: BlockDefinition } {
  const edited: BlockDefinition = anew
    ? { type: anew.type, content }
    : { ...definition, content: changedValues(definition.content, content, reset) }
  const hash = contentHash(asJson(edited))
  const { type: _type, xmlAttributes: _attributes, kept: _kept, asides: _asides, ...place } = before
  const { olx: _, ...written } = anew ?? { type: before.type }
  const block: VersionBlock = anew
    ? { ...place, ...written, definition: hash, settings }
    : { ...before, definition: hash, settings: changedValues(before.settings, settings, reset) }
  return { block, definition: edited }
}
