import type { Json } from '../values/json.js'
import { attributeValue } from './attribute-value.js'
import { Field, type ValueType } from './field.js'
import { jsonCopy } from './json-copy.js'
import { isStandardSchema, validate, type StandardSchema } from './standard-schema.js'

/** What a list's items or a dict's values are: another field, or any Standard Schema. */
export type ItemType<T> = Field<T> | StandardSchema<T>

/** How one item is read from JSON and written to it. */
export interface ItemReader<T> {
  fromJson(json: Json): T
  toJson(value: T): Json
}

/** Any JSON value. In OLX it is JSON, else YAML, else the text itself. */
export const anyType: ValueType<Json> = {
  name: 'Any',
  mutable: true,
  fromJson: jsonCopy,
  toJson: jsonCopy,
  parse: attributeValue,
}

/** Values that a schema accepts. */
export function schemaType<T>(schema: StandardSchema<T>): ValueType<T> {
  const read = (json: Json): T => validate(schema, jsonCopy(json), 'field-value')
  return {
    name: `Schema(${schema['~standard'].vendor})`,
    mutable: true,
    fromJson: read,
    toJson: (value) => JSON.parse(JSON.stringify(value) ?? 'null') as Json,
    parse: attributeValue,
  }
}

/** The name of the type of items, where it has one. */
export function itemsOf(items: ItemReader<unknown>): Pick<ValueType<unknown>, 'items'> {
  return 'name' in items && typeof items.name === 'string' ? { items: items.name } : {}
}

/** The reader for items; null is an item only where the item's field is optional. */
export function itemReader(item: ItemType<unknown> | undefined): ItemReader<unknown> {
  if (item === undefined) return anyType
  if (isStandardSchema(item)) return schemaType(item)
  const { type, nullable } = item
  if (!nullable) return type
  return {
    fromJson: (json) => (json === null ? null : type.fromJson(json)),
    toJson: (value) => (value === null ? null : type.toJson(value)),
  }
}
