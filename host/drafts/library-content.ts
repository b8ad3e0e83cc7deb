import {
  canonicalJson,
  CompositorError,
  fieldOwner,
  isJsonObject,
  parseUsageKey,
} from '../../runtime/index.js'
import type { BlockType, ComposedBlock, JsonObject } from '../../runtime/index.js'
import { changedNames, type EditedFields } from '../pages/authors/edited-fields.js'
import { overridesField, overridesOf } from './draft-edit.js'
import type { DraftReading } from './draft-reader.js'

/** What is said beside content of a library that somebody is about to change where a course uses it. */
export const contentWords =
  'This is content of the library. Changed here, it is this course’s own: later versions of the library change it here no more, until it is reset. Say that it is meant so, or change it in the library.'

/** @param names OLX names of the fields */
export function contentRefused(names: readonly string[], usage: string): CompositorError {
  const message = `${names.join(', ')}: ${contentWords}`
  return new CompositorError('library-content', message, { usage })
}

/** OLX names of edited fields that would make content of a library the course's own which is not so yet. */
export function takenContent(
  { root, block, isReferred }: DraftReading,
  type: BlockType,
  edited: EditedFields,
  typeOf: (name: string) => BlockType | undefined,
): readonly string[] {
  if (isReferred) {
    const { own } = overridesOf(root, block)
    return Object.keys(edited.set).filter((name) => isContent(type, name) && !Object.hasOwn(own, name))
  }
  if (!overridesField(type)) return []
  return changedNames(edited).filter((name) => {
    const value = edited.set[name]
    if (!isJsonObject(value)) return false
    const before = root.fields[name]
    const had = isJsonObject(before) ? before : {}
    if (name === 'field_overrides') return takesContent(value, had, typesIn(root, typeOf))
    if (name !== 'block_field_overrides') return false
    return Object.entries(value).some(([key, said]) => {
      const one = typeNamed(key, typeOf)
      const old = had[key]
      return one && isJsonObject(said) && takesContent(said, isJsonObject(old) ? old : {}, [one])
    })
  })
}

function takesContent(said: JsonObject, had: JsonObject, types: readonly BlockType[]): boolean {
  return Object.entries(said).some(
    ([name, value]) =>
      value !== undefined &&
      canonicalJson(value) !== canonicalJson(had[name] ?? null) &&
      types.some((type) => isContent(type, name)),
  )
}

function isContent(type: BlockType, name: string): boolean {
  const field = type.fieldByOlxName(name)
  return field !== undefined && fieldOwner(type, field) === 'library'
}

function typesIn(root: ComposedBlock, typeOf: (name: string) => BlockType | undefined): readonly BlockType[] {
  return [...new Set(root.children.flatMap(({ origin, type }) => (origin ? (typeOf(type) ?? []) : [])))]
}

function typeNamed(key: string, typeOf: (name: string) => BlockType | undefined): BlockType | undefined {
  try {
    return typeOf(parseUsageKey(key).blockType)
  } catch {
    // What is no key is refused elsewhere.
    return undefined
  }
}
