import { type BlockType, type ComposedBlock, type FieldUpdate, type Json } from '../runtime/index.js'
import { changedNames, readEditedFields, readSentFields } from '../host/pages/edited-fields.js'
import { sentFields } from '../host/pages/saved-fields.js'
import { addressOf, valueAt } from './block-standings.js'
import { fieldDataOf } from './learner-records.js'
import { withEdits } from './scenario-edits.js'
import type { Edited, Standing } from './stage-door.js'

/**
 * Changes fields of a block of any scope: authored ones in the scenario, others in what is stored. All of it or nothing.
 * @param form an editor form; or, under `sent`, what an editor of the block's own sends
 */
export function editBlock(
  block: ComposedBlock,
  type: BlockType,
  { records, person, edits }: Standing,
  form: URLSearchParams,
): Edited {
  const { fields } = type
  const fieldData = fieldDataOf(records, person.id)
  const standings = fields.map((field) => ({ field, ...valueAt(block, type, field, fieldData) }))
  const shown = {
    values: Object.fromEntries(standings.map(({ field, value }) => [field.olxName, value] as const)),
    own: new Set(
      standings
        .filter(({ origin }) => ['own', 'stored', 'override'].includes(origin))
        .map(({ field }) => field.olxName),
    ),
  }
  const sent = form.get('sent')
  const edited =
    sent === null ? readEditedFields(fields, shown, form) : readSentFields(fields, shown, sentFields(sent))
  const { set, reset, errors } = edited
  const changed = changedNames(edited)
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
