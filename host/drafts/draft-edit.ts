import type { BlockEdit } from '../../content/index.js'
import {
  isJsonObject,
  libraryReferenceFields,
  type BlockField,
  type BlockType,
  type ComposedBlock,
  type Json,
  type JsonObject,
} from '../../runtime/index.js'
import type { EditedFields } from '../pages/edited-fields.js'

/** An edit of a block's own content and settings. */
export function ownEdit(usage: string, type: BlockType, { set, reset }: EditedFields): BlockEdit {
  const ofScope = (name: 'content' | 'settings') =>
    Object.fromEntries(
      Object.entries(set).filter(
        (one): one is [string, Json] => type.fieldByOlxName(one[0])?.scope.name === name,
      ),
    )
  return { usage, content: ofScope('content'), settings: ofScope('settings'), reset }
}

/** The field in which a type that refers to library blocks keeps overrides of single ones; undefined without. */
export function overridesField(type: BlockType | undefined): BlockField | undefined {
  return type?.fields.find(({ field }) => field === libraryReferenceFields.blockFieldOverrides)
}

/**
 * An edit of a library block where it stands: overrides at the block that refers to it, by its usage key in the library
 * (seed: data model of the library_content_v2 block).
 */
export function overrideEdit(
  referring: ComposedBlock,
  { origin }: ComposedBlock,
  { set, reset }: EditedFields,
): BlockEdit {
  const name = 'block_field_overrides'
  const all = objectOf(referring.fields[name])
  const block = origin?.block ?? ''
  const own = Object.entries({ ...objectOf(all[block]), ...set }).filter(([one]) => !reset.includes(one))
  const others = Object.entries(all).filter(([key]) => key !== block)
  const overrides = Object.fromEntries([
    ...others,
    ...(own.length > 0 ? [[block, Object.fromEntries(own)] as const] : []),
  ])
  return { usage: referring.key, content: {}, settings: { [name]: overrides }, reset: [] }
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}
