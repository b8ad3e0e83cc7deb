import { CompositorError, type BlockField, type Json } from '../../runtime/index.js'

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
 * The stored value that an author's text stands for; undefined for a text that says "not set".
 * @throws CompositorError `field-value` for a text that does not fit, or a value that is not among those allowed
 */
export function valueOfText({ field, olxName }: BlockField, text: string): Json | undefined {
  const written = withoutReturns(text)
  if (written.trim() === '' && (field.type.emptyIsUnset || !texts.has(field.type.name))) return undefined
  const value = field.enforce(
    texts.has(field.type.name) ? field.fromJson(written) : field.fromString(written),
  )
  const json = field.toJson(value)
  const { values } = field.options
  if (values && !values.some((one) => textOfValue(one) === textOfValue(json))) {
    throw new CompositorError(
      'field-value',
      `'${olxName}' takes one of ${values.map(textOfValue).join(', ')}; received ${written.slice(0, 100)}.`,
    )
  }
  return json
}

/** Whether a field is a text that may also be nothing at all, which an empty text does not say. */
export function isNullableText({ field }: BlockField): boolean {
  return field.nullable && texts.has(field.type.name) && !field.type.emptyIsUnset && !field.options.values
}

/** Forms send line breaks as two characters. */
export function withoutReturns(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}
