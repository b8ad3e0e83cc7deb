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
import type { EditedFields } from '../pages/authors/edited-fields.js'
import type { DraftReading } from './draft-reader.js'

/** An edit as the draft stores it: of the block's own fields, or of the overrides at the block that refers to it. */
export function editOf(
  { root, block, isReferred }: DraftReading,
  type: BlockType,
  edited: EditedFields,
): BlockEdit {
  return isReferred ? overrideEdit(root, block, edited) : ownEdit(block.key, type, edited)
}

/** An edit of a block's own content and settings. */
function ownEdit(usage: string, type: BlockType, { set, reset }: EditedFields): BlockEdit {
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

/** Where overrides of library blocks are kept, at the block that refers to them. */
export const overrideFields = { all: 'field_overrides', single: 'block_field_overrides' } as const

/** What a referring block sets of all blocks it refers to, and of this one. */
export function overridesOf(
  referring: ComposedBlock,
  { origin }: ComposedBlock,
): { readonly ofAll: JsonObject; readonly own: JsonObject } {
  const single = objectOf(referring.fields[overrideFields.single])
  return { ofAll: objectOf(referring.fields[overrideFields.all]), own: objectOf(single[origin?.block ?? '']) }
}

/**
 * An edit of a library block where it stands: overrides at the block that refers to it, by its usage key in the library
 * (seed: data model of the library_content_v2 block).
 */
function overrideEdit(
  referring: ComposedBlock,
  block: ComposedBlock,
  { set, reset }: EditedFields,
): BlockEdit {
  const key = block.origin?.block ?? ''
  const before = overridesOf(referring, block).own
  const own = Object.entries({ ...before, ...set }).filter(([one]) => !reset.includes(one))
  const others = Object.entries(objectOf(referring.fields[overrideFields.single])).filter(
    ([other]) => other !== key,
  )
  const overrides = Object.fromEntries([
    ...others,
    ...(own.length > 0 ? [[key, Object.fromEntries(own)] as const] : []),
  ])
  return { usage: referring.key, content: {}, settings: { [overrideFields.single]: overrides }, reset: [] }
}

/** The fields an author may set: content and settings. */
export function authoredFields(type: BlockType): readonly BlockField[] {
  return type.fields.filter(({ scope }) => scope.name === 'content' || scope.name === 'settings')
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}
