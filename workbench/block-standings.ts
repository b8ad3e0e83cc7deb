import { choicesOf } from '../host/pages/authors/editor-control.js'
import { defaultOf } from '../host/pages/authors/field-reset.js'
import { helpOf, labelOf } from '../host/pages/authors/field-words.js'
import type { PageWords } from '../host/words/index.js'
import { isNullableText, textOfValue } from '../runtime/index.js'
import { savingHandler } from '../host/pages/authors/saved-fields.js'
import {
  isShared,
  type BlockField,
  type BlockType,
  type BlockTypes,
  type ComposedBlock,
  type FieldData,
  type Json,
  type RecordAddress,
} from '../runtime/index.js'
import { FieldValues } from '../runtime/block/field-values.js'
import { namedEvents } from './named-events.js'
import type { BlockStanding, FieldStanding, ValueOrigin } from './stage-door.js'

/** Every block of a scenario, a parent before its children, with every field: its value, and where that comes from. @param words of whoever looks */
export function blockStandings(
  block: ComposedBlock,
  types: BlockTypes,
  fieldData: FieldData,
  words: PageWords,
  depth = 0,
): BlockStanding[] {
  return [
    standingOf(block, types.get(block.type), fieldData, words, depth),
    ...asidesBeside(block, types).map((aside) =>
      standingOf(aside.composed, aside.type, fieldData, words, depth + 1),
    ),
    ...block.children.flatMap((child) => blockStandings(child, types, fieldData, words, depth + 1)),
  ]
}

/** The asides of a block, with their types. */
export function asidesBeside(
  block: ComposedBlock,
  { asides = [] }: BlockTypes,
): { readonly composed: ComposedBlock; readonly type: BlockType }[] {
  return asides.flatMap((type) => {
    try {
      return type.appliesTo(block) ? [{ composed: type.beside(block), type }] : []
    } catch {
      // Showing the block says why.
      return []
    }
  })
}

function standingOf(
  block: ComposedBlock,
  type: BlockType | undefined,
  fieldData: FieldData,
  words: PageWords,
  depth: number,
): BlockStanding {
  const name = block.fields['display_name']
  return {
    usage: block.key,
    type: block.type,
    title: typeof name === 'string' ? name : '',
    depth,
    library: block.origin?.library,
    savesItself: type?.handlers.has(savingHandler) ?? false,
    fields:
      type?.fields
        .filter(({ field, olxName }) => !field.options.hidden || Object.hasOwn(block.fields, olxName))
        .map((field) => fieldStanding(block, type, field, fieldData, words)) ?? [],
    views: [...(type?.views.keys() ?? [])],
    handlers: [...(type?.handlers ?? [])].map(([handler, { takes, reads, for: isFor }]) => ({
      name: handler,
      method: takes === 'raw' ? 'any method' : reads ? 'GET' : 'POST',
      takes,
      isFor,
    })),
    events: type ? namedEvents(type.blockClass) : [],
  }
}

/** Where a value of a learner scope is stored. */
export function addressOf(block: ComposedBlock, type: BlockType, definition: BlockField): RecordAddress {
  const { key: usage, type: name, definition: hash, fields } = block
  const address = new FieldValues({ usage, type: name, definition: hash, fields }, undefined).address(
    definition,
  )
  return type.family === 'xblock.v1' ? address : { ...address, family: type.family }
}

/** A block's stored value of a field, whatever its scope, and where it comes from. */
export function valueAt(
  block: ComposedBlock,
  type: BlockType,
  definition: BlockField,
  fieldData: FieldData,
): { readonly value: Json; readonly origin: ValueOrigin } {
  const { olxName, scope } = definition
  if (scope.name === 'content' || scope.name === 'settings') {
    const value = Object.hasOwn(block.fields, olxName) ? block.fields[olxName] : undefined
    if (value !== undefined) return { value, origin: block.sources?.[olxName] ?? 'own' }
  } else {
    const value = fieldData.record(addressOf(block, type, definition))?.[olxName]
    if (value !== undefined) return { value, origin: isShared(scope) ? 'own' : 'stored' }
  }
  return { value: defaultOf(definition), origin: 'class default' }
}

function fieldStanding(
  block: ComposedBlock,
  type: BlockType,
  definition: BlockField,
  fieldData: FieldData,
  words: PageWords,
): FieldStanding {
  const { olxName, scope, field } = definition
  const { value, origin } = valueAt(block, type, definition, fieldData)
  const text = textOfValue(value)
  return {
    olxName,
    label: labelOf(words, definition, type),
    scope: scope.name,
    type: field.type.name,
    text,
    isNull: isNullableText(definition) ? value === null : undefined,
    origin,
    choices: choicesOf(definition, false, undefined, words, type),
    isLong: field.type.mutable || text.length > 60 || text.includes('\n'),
    help: helpOf(words, definition, type) ?? '',
    defaultText: textOfValue(defaultOf(definition)),
  }
}
