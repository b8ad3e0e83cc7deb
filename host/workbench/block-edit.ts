import { type BlockType, type ComposedBlock, type FieldUpdate, type Json } from '../../runtime/index.js'
import { readEditedFields } from '../pages/edited-fields.js'
import { addressOf, valueAt } from './block-standings.js'
import { fieldDataOf } from './learner-records.js'
import { withEdits } from './scenario-edits.js'
import type { Edited, Standing } from './stage-door.js'

/** Changes fields of a block of any scope: authored ones in the scenario, others in what is stored. All of it or nothing. */
export function editBlock(
  block: ComposedBlock,
  type: BlockType,
  { records, person, edits }: Standing,
  form: URLSearchParams,
): Edited {
  const { fields } = type
  const fieldData = fieldDataOf(records, person.id)
  const shown = Object.fromEntries(
    fields.map((field) => [field.olxName, valueAt(block, type, field, fieldData).value] as const),
  )
  const { set, reset, errors } = readEditedFields(fields, shown, form)
  const changed = [...Object.keys(set), ...reset]
  if (Object.keys(errors).length > 0) return { errors, changed: [], edits, updates: [] }
  const authored = new Set(
    fields
      .filter(({ scope }) => scope.name === 'content' || scope.name === 'settings')
      .map((one) => one.olxName),
  )
  const updates = fields.flatMap((field): FieldUpdate[] => {
    const { olxName } = field
    if (authored.has(olxName) || !changed.includes(olxName)) return []
    return [{ ...addressOf(block, type, field), field: olxName, value: set[olxName] }]
  })
  const authoredSet = Object.entries(set).filter((one): one is [string, Json] => authored.has(one[0]))
  const authoredReset = reset.filter((name) => authored.has(name))
  return {
    errors,
    changed,
    updates,
    edits:
      authoredSet.length + authoredReset.length === 0
        ? edits
        : withEdits(edits, block.origin?.block ?? block.key, Object.fromEntries(authoredSet), authoredReset),
  }
}
