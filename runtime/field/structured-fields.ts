import { isJsonArray, isJsonObject, type Json } from '../values/json.js'
import { Field, type FieldOptions, type ValueType } from './field.js'
import { misfit } from './scalar-fields.js'
import { isStandardSchema, validate, type StandardSchema } from './standard-schema.js'

/** What a list's items or a dict's values are: another field, or any Standard Schema. */
export type ItemType<T> = Field<T> | StandardSchema<T>

const anyType: ValueType<Json> = {
  name: 'Any',
  mutable: true,
  fromJson: (json) => json,
  toJson: (value) => value,
  fromString: (text) => parsed(text) ?? text,
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** A value checked by a Standard Schema (zod, valibot, ...). */
export function structured<T>(schema: StandardSchema<T>, defaultValue: T, options?: FieldOptions): Field<T> {
  return new Field(schemaType(schema), defaultValue, options)
}

function schemaType<T>(schema: StandardSchema<T>): ValueType<T> {
  return {
    name: `Schema(${schema['~standard'].vendor})`,
    mutable: true,
    fromJson: (json) => validate(schema, json, 'field-value'),
    toJson: (value) => JSON.parse(JSON.stringify(value)) as Json,
    fromString: (text) => validate(schema, parsed(text) ?? text, 'field-value'),
  }
}

function valueTypeOf<T>(item: ItemType<T>): ValueType<T> {
  return isStandardSchema(item) ? schemaType(item) : (item as Field<T>).type
}

/** A list. In OLX it is JSON. */
export function list(item?: undefined, defaultValue?: readonly Json[], options?: FieldOptions): Field<Json[]>
export function list<T>(item: ItemType<T>, defaultValue?: readonly T[], options?: FieldOptions): Field<T[]>
export function list(
  item?: ItemType<unknown>,
  defaultValue: readonly unknown[] = [],
  options?: FieldOptions,
): Field<unknown[]> {
  const itemType = item === undefined ? anyType : valueTypeOf(item)
  const fromJson = (json: Json): unknown[] => {
    if (!isJsonArray(json)) throw misfit('List', json)
    return json.map((one) => itemType.fromJson(one))
  }
  const type: ValueType<unknown[]> = {
    name: 'List',
    mutable: true,
    fromJson,
    toJson: (values) => values.map((one) => itemType.toJson(one as Json)),
    fromString: (text) => (text.trim() === '' ? [] : fromJson(parsed(text) ?? text)),
  }
  return new Field(type, [...defaultValue], options)
}

/** Values by name. In OLX it is JSON. */
export function dict(
  value?: undefined,
  defaultValue?: Readonly<Record<string, Json>>,
  options?: FieldOptions,
): Field<Record<string, Json>>
export function dict<T>(
  value: ItemType<T>,
  defaultValue?: Readonly<Record<string, T>>,
  options?: FieldOptions,
): Field<Record<string, T>>
export function dict(
  value?: ItemType<unknown>,
  defaultValue: Readonly<Record<string, unknown>> = {},
  options?: FieldOptions,
): Field<Record<string, unknown>> {
  const valueType = value === undefined ? anyType : valueTypeOf(value)
  const fromJson = (json: Json): Record<string, unknown> => {
    if (!isJsonObject(json)) throw misfit('Dict', json)
    return Object.fromEntries(Object.entries(json).map(([name, one]) => [name, valueType.fromJson(one)]))
  }
  const type: ValueType<Record<string, unknown>> = {
    name: 'Dict',
    mutable: true,
    fromJson,
    toJson: (values) =>
      Object.fromEntries(Object.entries(values).map(([name, one]) => [name, valueType.toJson(one as Json)])),
    fromString: (text) => (text.trim() === '' ? {} : fromJson(parsed(text) ?? text)),
  }
  return new Field(type, { ...defaultValue }, options)
}

/** Any JSON value. In OLX it is JSON where it parses, else the text itself. */
export const json = (defaultValue: Json = null, options?: FieldOptions): Field<Json> =>
  new Field(anyType, defaultValue, options, true)
