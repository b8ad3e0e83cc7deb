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
const names = { all: 'field_overrides', single: 'block_field_overrides' } as const

/** What a referring block sets of all blocks it refers to, and of this one. */
export function overridesOf(
  referring: ComposedBlock,
  { origin }: ComposedBlock,
): { readonly ofAll: JsonObject; readonly own: JsonObject } {
  const single = objectOf(referring.fields[names.single])
  return { ofAll: objectOf(referring.fields[names.all]), own: objectOf(single[origin?.block ?? '']) }
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
  const others = Object.entries(objectOf(referring.fields[names.single])).filter(([other]) => other !== key)
  const overrides = Object.fromEntries([
    ...others,
    ...(own.length > 0 ? [[key, Object.fromEntries(own)] as const] : []),
  ])
  return { usage: referring.key, content: {}, settings: { [names.single]: overrides }, reset: [] }
}

/** Names in overrides that no block they are for has a field of, with why; by the overriding field's OLX name. */
export function unknownOverrides(
  before: ComposedBlock,
  after: ComposedBlock,
  typeOf: (name: string) => BlockType | undefined,
): Record<string, string> {
  const referred = after.children.filter(({ origin }) => origin)
  const errors: Record<string, string> = {}
  const check = (field: string, of: readonly ComposedBlock[], given: JsonObject, old: JsonObject) => {
    const types = [...new Set(of.flatMap(({ type }) => typeOf(type) ?? []))]
    const known = new Set(types.flatMap((type) => authoredFields(type).map(({ olxName }) => olxName)))
    const unknown = Object.keys(given).filter((name) => !known.has(name) && !Object.hasOwn(old, name))
    const misfit = types.flatMap((type) => authoredFields(type)).find((one) => isMisfit(one, given, old))
    if (misfit) {
      const { values = [] } = misfit.field.options
      errors[field] =
        `'${misfit.olxName}' takes one of ${values.map((value) => JSON.stringify(value)).join(', ')}.`
    }
    if (types.length === 0 || unknown.length === 0) return
    const shown = types.flatMap((type) =>
      authoredFields(type).flatMap(({ olxName, field }) => (field.options.hidden ? [] : [olxName])),
    )
    const called = types.map(({ name }) => name).join(', ')
    errors[field] =
      `A ${called} has no field '${unknown.join("', '").slice(0, 200)}'; there are: ${[...new Set(shown)].join(', ')}.`
  }
  check(names.all, referred, objectOf(after.fields[names.all]), objectOf(before.fields[names.all]))
  const single = objectOf(after.fields[names.single])
  const old = objectOf(before.fields[names.single])
  for (const [key, given] of Object.entries(single)) {
    const of = referred.filter(({ origin }) => origin?.block === key)
    if (isJsonObject(given) && of.length === 0 && referred.length > 0 && !Object.hasOwn(old, key))
      errors[names.single] = `'${key.slice(0, 200)}' is none of the blocks here: ${referred
        .map(({ origin }) => origin?.block)
        .join(', ')
        .slice(0, 1000)}.`
    else if (isJsonObject(given)) check(names.single, of, given, objectOf(old[key]))
    else if (given !== undefined)
      errors[names.single] = `What is said of '${key.slice(0, 100)}' is no list of fields and their values.`
  }
  return errors
}

/** Whether an override sets a field that allows few values to none of them, which it was not set to before. */
function isMisfit({ field, olxName }: BlockField, given: JsonObject, old: JsonObject): boolean {
  const { values } = field.options
  const value = given[olxName]
  if (!values || value === undefined || value === null) return false
  const text = JSON.stringify(value)
  return text !== JSON.stringify(old[olxName]) && !values.some((one) => JSON.stringify(one) === text)
}

/** The fields an author may set: content and settings. */
export function authoredFields(type: BlockType): readonly BlockField[] {
  return type.fields.filter(({ scope }) => scope.name === 'content' || scope.name === 'settings')
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}
