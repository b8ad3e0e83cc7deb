import { choicesOf, defaultOf, labelOf } from '../pages/editor-form.js'
import { textOfValue } from '../pages/field-text.js'
import {
  isShared,
  type BlockField,
  type BlockTypes,
  type ComposedBlock,
  type FieldData,
  type Json,
} from '../../runtime/index.js'
import { FieldValues } from '../../runtime/block/field-values.js'
import type { BlockStanding, FieldStanding, ValueOrigin } from './stage-door.js'

/** Every block of a scenario, a parent before its children, with every field: its value, and where that comes from. */
export function blockStandings(
  block: ComposedBlock,
  types: BlockTypes,
  fieldData: FieldData,
  depth = 0,
): BlockStanding[] {
  const fields = types.get(block.type)?.fields ?? []
  const name = block.fields['display_name']
  const standing: BlockStanding = {
    usage: block.key,
    type: block.type,
    title: typeof name === 'string' ? name : '',
    depth,
    library: block.origin?.library,
    fields: fields.map((field) => fieldStanding(block, field, fieldData)),
  }
  return [standing, ...block.children.flatMap((child) => blockStandings(child, types, fieldData, depth + 1))]
}

/** A block's stored value of a field, whatever its scope, and where it comes from. */
export function valueAt(
  block: ComposedBlock,
  definition: BlockField,
  fieldData: FieldData,
): { readonly value: Json; readonly origin: ValueOrigin } {
  const { olxName, scope } = definition
  if (scope.name === 'content' || scope.name === 'settings') {
    const value = Object.hasOwn(block.fields, olxName) ? block.fields[olxName] : undefined
    if (value !== undefined) return { value, origin: block.sources?.[olxName] ?? 'own' }
  } else {
    const { key: usage, type, definition: hash } = block
    const values = new FieldValues({ usage, type, definition: hash, fields: block.fields }, fieldData)
    const value = fieldData.record(values.address(definition))?.[olxName]
    if (value !== undefined) return { value, origin: isShared(scope) ? 'own' : 'stored' }
  }
  return { value: defaultOf(definition), origin: 'class default' }
}

function fieldStanding(block: ComposedBlock, definition: BlockField, fieldData: FieldData): FieldStanding {
  const { olxName, scope, field } = definition
  const { value, origin } = valueAt(block, definition, fieldData)
  const text = textOfValue(value)
  return {
    olxName,
    label: labelOf(definition),
    scope: scope.name,
    type: field.type.name,
    text,
    origin,
    choices: choicesOf(definition),
    isLong: field.type.mutable || text.length > 60 || text.includes('\n'),
  }
}
