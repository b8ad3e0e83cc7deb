import {
  fieldMessages,
  type BlockType,
  type ComposedBlock,
  type FieldUpdate,
  type Json,
} from '../runtime/index.js'
import {
  changedNames,
  heldToChoices,
  readEditedFields,
  readSentFields,
  type EditedFields,
} from '../host/pages/authors/edited-fields.js'
import { sentFields } from '../host/pages/authors/saved-fields.js'
import { addressOf, valueAt } from './block-standings.js'
import { fieldDataOf } from './learner-records.js'
import { withEdits } from './scenario-edits.js'
import type { Edited, Standing } from './stage-door.js'

/** What the type says of the fields together, as they would be; nothing of what was not touched and was so before. */
function messagesAfter(block: ComposedBlock, type: BlockType, edited: EditedFields): Edited['errors'] {
  const { set, reset } = edited
  const { key: usage, definition } = block
  const isAuthored = (name: string) =>
    ['content', 'settings'].includes(type.fieldByOlxName(name)?.scope.name ?? '')
  const changed = changedNames(edited).filter(isAuthored)
  if (changed.length === 0) return {}
  const kept = Object.entries(block.fields).filter(([name]) => !reset.includes(name))
  const ofType = { usage, type: type.name, definition }
  const before = fieldMessages(type, { ...ofType, fields: block.fields })
  const after = fieldMessages(type, { ...ofType, fields: { ...Object.fromEntries(kept), ...set } })
  return Object.fromEntries(
    after
      .filter(
        ({ field, message }) =>
          changed.includes(field ?? '') || !before.some((one) => one.message === message),
      )
      .map(({ field = '', message }) => [field, message]),
  )
}

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
  const read =
    sent === null ? readEditedFields(fields, shown, form) : readSentFields(fields, shown, sentFields(sent))
  const edited = heldToChoices(fields, shown, read)
  const { set, reset } = edited
  const errors = { ...messagesAfter(block, type, edited), ...edited.errors }
  const changed = changedNames(edited)
  if (Object.keys(errors).length > 0) return { errors, changed: [], set: {}, edits, updates: [] }
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
    set,
    updates,
    edits:
      authoredSet.length + authoredReset.length === 0
        ? edits
        : withEdits(edits, block.origin?.block ?? block.key, Object.fromEntries(authoredSet), authoredReset),
  }
}
