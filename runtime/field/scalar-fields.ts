import type { Json } from '../values/json.js'
import { attributeValue, unquoted } from './attribute-value.js'
import { Field, type ValueType } from './field.js'
import type { FieldOptions, NumberOptions, TextOptions } from './field-options.js'
import { misfit } from './misfit.js'
import { stringType } from './string-type.js'

/** Python's spellings of whole and of other numbers; `inf` and `nan` are no JSON. */
const wholeText = /^[-+]?\d+(?:_\d+)*$/
const numberText = /^[-+]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[-+]?\d+)?$/i

function numberType(name: string, whole: boolean): ValueType<number> {
  const read = (json: Json): number => {
    if (typeof json === 'boolean') return json ? 1 : 0
    const number = typeof json === 'string' ? numberOf(json.trim()) : json
    if (typeof number !== 'number' || !Number.isFinite(number)) throw misfit(name, json)
    // JSON has no negative zero.
    return (whole ? Math.trunc(number) : number) + 0
  }
  const numberOf = (text: string): number | undefined => {
    if (!(whole ? wholeText : numberText).test(text)) return undefined
    const number = Number(text.replaceAll('_', ''))
    return whole && !Number.isSafeInteger(number) ? undefined : number
  }
  return {
    name,
    mutable: false,
    emptyIsUnset: true,
    fromJson: read,
    toJson(value) {
      if (typeof value !== 'number') throw misfit(name, value)
      return read(value)
    },
    parse: attributeValue,
  }
}

const integerType = numberType('Integer', true)
const floatType = numberType('Float', false)

const booleanType: ValueType<boolean> = {
  name: 'Boolean',
  mutable: false,
  ofNull: false,
  fromJson(json) {
    if (typeof json === 'string') return json.toLowerCase() === 'true'
    return typeof json === 'object' && json !== null ? Object.keys(json).length > 0 : Boolean(json)
  },
  toJson(value) {
    if (typeof value !== 'boolean') throw misfit('Boolean', value)
    return value
  },
  parse: (text) => attributeValue(unquoted(text).trim()) ?? false,
}

/** A text. Control characters and lone surrogates are stripped on the way in and out. */
export const string = <const From extends string = never>(
  defaultValue = '',
  options?: TextOptions<From>,
): Field<string, From> => new Field(stringType, defaultValue, options)

/** A whole number, fractions cut; `''` reads as not set. */
export const integer = <const From extends string = never>(
  defaultValue = 0,
  options?: NumberOptions<From>,
): Field<number, From> => new Field(integerType, defaultValue, options)

/** A number; `''` reads as not set. */
export const float = <const From extends string = never>(
  defaultValue = 0,
  options?: NumberOptions<From>,
): Field<number, From> => new Field(floatType, defaultValue, options)

/**
 * True or false. A stored text is true when it reads `true` in any case; in OLX `yes`, `on` and numbers but 0 are too. Null is
 * false (field coercions of the incumbent), so an optional boolean is null only while nothing is stored.
 */
export const boolean = (defaultValue = false, options?: FieldOptions): Field<boolean, never> =>
  new Field(booleanType, defaultValue, options)

/**
 * A field that may be null, which is also its default.
 * @param options besides those of the field itself, such as a label
 */
export function optional<T, From extends string>(
  field: Field<T, From>,
  options?: FieldOptions,
): Field<T | null, From> {
  return new Field<T | null, From>(field.type, null, { ...field.options, ...options }, true)
}
