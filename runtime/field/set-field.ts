import { canonicalJson, isJsonArray, isJsonObject, type Json } from '../values/json.js'
import { attributeValue } from './attribute-value.js'
import { Field, type ValueType } from './field.js'
import type { FieldOptions } from './field-options.js'
import { itemReader, itemsOf, type ItemReader, type ItemType } from './item-type.js'
import { misfit } from './misfit.js'

function setType(items: ItemReader<unknown>): ValueType<Set<unknown>> {
  return {
    name: 'Set',
    mutable: true,
    ...itemsOf(items),
    fromJson(json) {
      const all = isJsonObject(json) ? Object.keys(json) : json
      if (!isJsonArray(all)) throw misfit('Set', json)
      return new Set(all.map((one) => items.fromJson(one)))
    },
    toJson(values) {
      if (!(values instanceof Set)) throw misfit('Set', values)
      const byText = new Map<string, Json>()
      for (const one of values) {
        const json = items.toJson(one)
        byText.set(canonicalJson(json), json)
      }
      return [...byText].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, json]) => json)
    },
    parse: (text) => (text.trim() === '' ? [] : attributeValue(text)),
  }
}

/**
 * Values without order or repetition, stored as a sorted list so that equal sets are stored alike. An object
 * reads as the set of its names, as the incumbent does.
 */
export function set(
  item?: undefined,
  defaultValue?: Iterable<Json>,
  options?: FieldOptions,
): Field<Set<Json>, never>
export function set<T>(
  item: ItemType<T>,
  defaultValue?: Iterable<T>,
  options?: FieldOptions,
): Field<Set<T>, never>
export function set(
  item?: ItemType<unknown>,
  defaultValue: Iterable<unknown> = [],
  options?: FieldOptions,
): Field<Set<unknown>, never> {
  return new Field(setType(itemReader(item)), new Set(defaultValue), options)
}
