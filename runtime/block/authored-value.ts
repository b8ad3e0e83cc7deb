import { CompositorError } from '../errors/index.js'
import { isWithinLimits, limitWords } from '../field/index.js'
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../values/index.js'
import type { BlockField } from './field-definition.js'

/** Types whose values are texts as they stand, without quotes. */
const texts = new Set(['String', 'XMLString', 'Reference'])

/** A stored value as an author reads and edits it: a text as it stands, else JSON, with a line for each item. */
export function textOfValue(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  const whole = JSON.stringify(value)
  if (typeof value !== 'object' || whole.length <= 60) return whole
  const [open, items, close] = Array.isArray(value)
    ? ['[', value.map((one) => JSON.stringify(one)), ']']
    : [
        '{',
        Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${JSON.stringify(one)}`),
        '}',
      ]
  return `${open}\n  ${items.join(',\n  ')}\n${close}`
}

/**
 * The stored value that an author's text stands for; undefined for a text that is no value at all.
 * @throws CompositorError `field-value` for a text that does not fit, or a value that is not among those allowed
 */
export function valueOfText(definition: BlockField, text: string): Json | undefined {
  const { field } = definition
  const written = withoutReturns(text)
  if (isNoValue(definition, written)) return undefined
  if (texts.has(field.type.name)) return stored(definition, written)
  const given = field.parse(written)
  if (given === null) return field.nullable ? null : undefined
  // Stored values are taken more generously than what somebody types.
  if (field.type.name === 'Boolean' && typeof given !== 'boolean') throw misfit(definition, written)
  if (field.type.name === 'Integer' && typeof given === 'number' && !Number.isInteger(given))
    throw misfit(definition, written)
  return stored(definition, given)
}

/**
 * The stored form of a value that an editor of a block's own sends; undefined where null says no more than "not set".
 * Texts are read as in a form, everything else must be of the field's type.
 * @throws CompositorError `field-value`
 */
export function valueOfJson(definition: BlockField, json: Json): Json | undefined {
  const { field } = definition
  if (json === null) return field.nullable ? null : undefined
  if (typeof json === 'string') {
    if (!isNoValue(definition, json)) return valueOfText(definition, json)
    return field.nullable ? null : undefined
  }
  const value = stored(definition, json)
  if (canonicalJson(value) !== canonicalJson(json)) throw misfit(definition, textOfValue(json))
  return value
}

/** Whether a text is no value of the field: of a number or a date, an empty one. */
function isNoValue({ field }: BlockField, text: string): boolean {
  return text.trim() === '' && (field.type.emptyIsUnset === true || !isText({ field }))
}

function stored(definition: BlockField, given: Json): Json {
  const { field } = definition
  const json = field.toJson(field.enforce(field.fromJson(given)))
  const { values } = field.options
  if (values && !values.some((one) => textOfValue(one) === textOfValue(json)))
    throw misfit(definition, textOfValue(given))
  if (!isWithinLimits(field.options, json)) throw misfit(definition, textOfValue(given))
  return json
}

function misfit({ field, olxName }: BlockField, received: string): CompositorError {
  const { values } = field.options
  const wanted = values
    ? `one of ${values.map(textOfValue).join(', ')}`
    : (limitWords(field.options) ??
      { Boolean: 'true or false', Integer: 'a whole number' }[field.type.name] ??
      `a ${field.type.name}`)
  return new CompositorError(
    'field-value',
    `'${olxName}' takes ${wanted}; received ${received.slice(0, 100)}.`,
  )
}

function isText({ field }: Pick<BlockField, 'field'>): boolean {
  return texts.has(field.type.name) && !field.options.values
}

/** Whether a field is a text that may also be nothing at all, which an empty text does not say. */
export function isNullableText({ field }: BlockField): boolean {
  return field.nullable && isText({ field }) && !field.type.emptyIsUnset
}

/** What another field of a block gives to choose from for this one; undefined where it takes what it will. @param values stored ones of the block, by OLX name */
export function choicesOf(
  fields: readonly BlockField[],
  { field }: BlockField,
  values: JsonObject,
): readonly Json[] | undefined {
  const { choicesFrom: name } = field.options
  const other = name === undefined ? undefined : fields.find((one) => one.name === name)
  if (!other) return undefined
  const value = values[other.olxName] ?? other.field.toJson(other.field.freshDefault())
  const all = Array.isArray(value) ? value : isJsonObject(value) ? Object.keys(value) : []
  return all.filter((one) => typeof one === 'string' || typeof one === 'number')
}

/** Why a value, or an item of a list, is none of those to choose from, if it is not; nothing is always one of them. */
export function misfitChoice(
  { olxName }: BlockField,
  choices: readonly Json[],
  value: Json,
): string | undefined {
  const known = new Set(choices.map(textOfValue))
  const odd = (Array.isArray(value) ? value : [value]).find(
    (one) => one !== null && one !== '' && !known.has(textOfValue(one)),
  )
  if (odd === undefined) return undefined
  const listed = choices.map(textOfValue).join(', ').slice(0, 1000) || 'none yet'
  return `'${olxName}' takes one of those that are listed: ${listed}; received ${textOfValue(odd).slice(0, 100)}.`
}

/** Forms send line breaks as two characters. */
export function withoutReturns(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}
