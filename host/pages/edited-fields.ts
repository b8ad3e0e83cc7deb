import { messageOf, type BlockField, type Json, type JsonObject } from '../../runtime/index.js'
import { isNullableText, textOfValue, valueOfText, withoutReturns } from './field-text.js'

/** What an editor form asks for: values to set, fields to reset, and what does not fit, each by OLX name. */
export interface EditedFields {
  readonly set: JsonObject
  readonly reset: readonly string[]
  readonly errors: Readonly<Record<string, string>>
  /** The texts as they were typed, to show again beside an error. */
  readonly typed: Readonly<Record<string, string>>
}

/**
 * Reads what an editor form posts. A text equal to the one that was shown changes nothing, so that an inherited value
 * stays inherited.
 * @param fields those that may be edited; whatever else is posted is left alone
 * @param shown values as the form showed them, by OLX name
 */
export function readEditedFields(
  fields: readonly BlockField[],
  shown: JsonObject,
  form: URLSearchParams,
): EditedFields {
  const set: Record<string, Json> = {}
  const reset: string[] = []
  const errors: Record<string, string> = {}
  const typed: Record<string, string> = {}
  for (const definition of fields) {
    const { olxName } = definition
    const text = form.get(`field.${olxName}`)
    if (form.has(`reset.${olxName}`)) {
      reset.push(olxName)
      continue
    }
    if (text === null) continue
    const before = shown[olxName] ?? null
    const isSame = withoutReturns(text) === withoutReturns(textOfValue(before))
    // Beside a text that may be nothing stands a box for it; who has typed another text means that.
    const boxes = isNullableText(definition) ? form.getAll(`null.${olxName}`) : []
    const isNull = boxes.includes('on') && (isSame || text === '')
    if (boxes.length > 0 && (isNull || text === '')) {
      const value = isNull ? null : ''
      if (before !== value) set[olxName] = value
      continue
    }
    if (isSame) continue
    typed[olxName] = text
    try {
      const value = valueOfText(definition, text)
      if (value === undefined) reset.push(olxName)
      else set[olxName] = value
    } catch (thrown) {
      errors[olxName] = messageOf(thrown)
    }
  }
  return { set, reset, errors, typed }
}
