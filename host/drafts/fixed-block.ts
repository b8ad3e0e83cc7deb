import { errorBlockType } from '../../content/index.js'
import type { BlockTypes } from '../../runtime/index.js'
import { overridesField } from './draft-edit.js'
import type { DraftReading } from './draft-reader.js'

/** Why nothing can be changed of a block of a draft; undefined where it can. */
export function whyFixed(
  { source, root, block, isReferred }: DraftReading,
  types: BlockTypes,
): string | undefined {
  if (!isReferred && source.block.type === errorBlockType)
    return 'It could not be read when it was imported, so it has no fields; only its text can be edited.'
  if (!types.get(block.type)) return `No plugin of this host provides '${block.type}', so it is only kept.`
  if (!isReferred) return undefined
  const takesOverrides = overridesField(types.get(root.type)) !== undefined
  if (takesOverrides && block.origin) return undefined
  return 'It is of a library, and what brings it here takes no overrides; only the library can change it.'
}
