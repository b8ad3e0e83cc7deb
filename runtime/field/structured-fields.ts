import { isJsonArray, isJsonObject, type Json } from '../values/json.js'
import { attributeValue } from './attribute-value.js'
import { Field, type ValueType } from './field.js'
import type { ChosenOptions, DictOptions, FieldOptions } from './field-options.js'
import { anyType, itemReader, itemsOf, schemaType, type ItemReader, type ItemType } from './item-type.js'
import { isPlainObject } from './json-copy.js'
import { misfit } from './misfit.js'
import type { StandardSchema } from './standard-schema.js'

export type { ItemType } from './item-type.js'

/** A value checked by a Standard Schema (zod, valibot, ...). */
export function structured<T>(
  schema: StandardSchema<T>,
  defaultValue: NoInfer<T>,
  options?: FieldOptions,
): Field<T, never> {
  return new Field(schemaType(schema), defaultValue, options)
}

/** The type of lists of what `items` reads. */
export function listType(name: string, items: ItemReader<unknown>): ValueType<unknown[]> {
  return {
    name,
    mutable: true,
    ...itemsOf(items),
    fromJson(json) {
      if (!isJsonArray(json)) throw misfit(name, json)
      return json.map((one) => items.fromJson(one))
    },
    toJson(values) {
      if (!Array.isArray(values)) throw misfit(name, values)
      return values.map((one) => items.toJson(one))
    },
    parse: (text) => (text.trim() === '' ? [] : attributeValue(text)),
  }
}

/** The type of dicts of what `items` reads. */
export function dictType(name: string, items: ItemReader<unknown>): ValueType<Record<string, unknown>> {
  return {
    name,
    mutable: true,
    fromJson(json) {
      if (!isJsonObject(json)) throw misfit(name, json)
      return Object.fromEntries(Object.entries(json).map(([key, one]) => [key, items.fromJson(one)]))
    },
    toJson(values) {
      if (!isPlainObject(values)) throw misfit(name, values)
      const set = Object.entries(values).filter(([, one]) => one !== undefined)
      return Object.fromEntries(set.map(([key, one]) => [key, items.toJson(one)]))
    },
    parse: (text) => (text.trim() === '' ? {} : attributeValue(text)),
  }
}

/** A list. In OLX it is JSON, or YAML as written by hand. */
export function list<const From extends string = never>(
  item?: undefined,
  defaultValue?: readonly Json[],
  options?: ChosenOptions<From>,
): Field<Json[], From>
export function list<T, const From extends string = never>(
  item: ItemType<T>,
  defaultValue?: readonly NoInfer<T>[],
  options?: ChosenOptions<From>,
): Field<T[], From>
export function list(
  item?: ItemType<unknown>,
  defaultValue: readonly unknown[] = [],
  options?: ChosenOptions,
): Field<unknown[]> {
  return new Field(listType('List', itemReader(item)), [...defaultValue], options)
}

/** Values by name. In OLX it is JSON, or YAML as written by hand. */
export function dict(
  value?: undefined,
  defaultValue?: Readonly<Record<string, Json>>,
  options?: DictOptions,
): Field<Record<string, Json>, never>
export function dict<T>(
  value: ItemType<T>,
  defaultValue?: Readonly<Record<string, NoInfer<T>>>,
  options?: DictOptions,
): Field<Record<string, T>, never>
export function dict(
  value?: ItemType<unknown>,
  defaultValue: Readonly<Record<string, unknown>> = {},
  options?: DictOptions,
): Field<Record<string, unknown>, never> {
  return new Field(dictType('Dict', itemReader(value)), { ...defaultValue }, options)
}

/** Any JSON value. In OLX it is JSON, or YAML as written by hand, else the text itself. */
export const json = (defaultValue: Json = null, options?: FieldOptions): Field<Json, never> =>
  new Field(anyType, defaultValue, options, true)
