import { CompositorError } from '../errors/index.js'
import type { Json } from '../values/json.js'
import { Field, type FieldOptions, type ValueType } from './field.js'

/** The error for a value that is not of a type. */
export function misfit(typeName: string, value: unknown): CompositorError {
  const shown = JSON.stringify(value) ?? String(value)
  return new CompositorError('field-value', `Expected ${typeName}, received ${shown.slice(0, 200)}.`)
}

/** Control characters that XML cannot carry, and lone surrogates (the incumbent strips both). */
// oxlint-disable-next-line no-control-regex
const unprintable =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

const stringType: ValueType<string> = {
  name: 'String',
  mutable: false,
  fromJson(json) {
    if (typeof json !== 'string') throw misfit('String', json)
    return json.replace(unprintable, '')
  },
  toJson: (value) => value.replace(unprintable, ''),
  fromString: (text) => stringType.fromJson(unquoted(text)),
}

/** Some exporters write strings as JSON, quotation marks included. */
function unquoted(text: string): string {
  if (!text.startsWith('"') || !text.endsWith('"') || text.length < 2) return text
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'string' ? parsed : text
  } catch {
    return text
  }
}

function numberType(name: string, whole: boolean): ValueType<number> {
  const read = (json: Json): number => {
    if (typeof json === 'boolean') return json ? 1 : 0
    const number = typeof json === 'string' && json.trim() !== '' ? Number(json) : json
    if (typeof number !== 'number' || Number.isNaN(number)) throw misfit(name, json)
    return whole ? Math.trunc(number) : number
  }
  return {
    name,
    mutable: false,
    emptyIsUnset: true,
    fromJson: read,
    toJson: (value) => value,
    fromString: (text) => read(unquoted(text)),
  }
}

const integerType = numberType('Integer', true)
const floatType = numberType('Float', false)

const booleanType: ValueType<boolean> = {
  name: 'Boolean',
  mutable: false,
  fromJson: (json) => (typeof json === 'string' ? json.trim().toLowerCase() === 'true' : Boolean(json)),
  toJson: (value) => value,
  fromString: (text) => unquoted(text).trim().toLowerCase() === 'true',
}

/** A text. Control characters and lone surrogates are stripped on the way in and out. */
export const string = (defaultValue = '', options?: FieldOptions): Field<string> =>
  new Field(stringType, defaultValue, options)

/** A whole number; `''` reads as not set. */
export const integer = (defaultValue = 0, options?: FieldOptions): Field<number> =>
  new Field(integerType, defaultValue, options)

/** A number; `''` reads as not set. */
export const float = (defaultValue = 0, options?: FieldOptions): Field<number> =>
  new Field(floatType, defaultValue, options)

/** True or false; a text is true when it reads `true` in any case. */
export const boolean = (defaultValue = false, options?: FieldOptions): Field<boolean> =>
  new Field(booleanType, defaultValue, options)

/** A field that may be null, which is also its default. */
export function optional<T>(field: Field<T>): Field<T | null> {
  return new Field<T | null>(field.type as ValueType<T | null>, null, field.options, true)
}
