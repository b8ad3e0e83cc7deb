import { parseUsageKey, UsageKey } from '../keys/index.js'
import { unquoted } from './attribute-value.js'
import { Field, type ValueType } from './field.js'
import type { FieldOptions } from './field-options.js'
import { misfit } from './misfit.js'
import { dictType, listType } from './structured-fields.js'

const form = 'Reference, a usage key (block-v1:ORG+COURSE+RUN+type@TYPE+block@ID)'

const referenceType: ValueType<UsageKey> = {
  name: 'Reference',
  mutable: false,
  emptyIsUnset: true,
  fromJson(json) {
    if (typeof json !== 'string') throw misfit(form, json)
    try {
      return parseUsageKey(json)
    } catch (thrown) {
      throw misfit(form, json, thrown)
    }
  },
  toJson(value) {
    if (!(value instanceof UsageKey)) throw misfit(form, value)
    return value.toString()
  },
  parse: (text) => unquoted(text.trim()),
}

const items = referenceType as ValueType<unknown>
const referenceListType: ValueType<UsageKey[]> = {
  ...(listType('ReferenceList', items) as ValueType<UsageKey[]>),
  copy: (keys) => [...keys],
}
const referenceValueDictType: ValueType<Record<string, UsageKey>> = {
  ...(dictType('ReferenceValueDict', items) as ValueType<Record<string, UsageKey>>),
  copy: (keys) => ({ ...keys }),
}

/** The usage key of another block, or null. Stored as its text; a key of another kind is refused. */
export const reference = (options?: FieldOptions): Field<UsageKey | null, never> =>
  new Field<UsageKey | null, never>(referenceType, null, options, true)

/** Usage keys of other blocks, in order. Empty unless set. */
export const referenceList = (options?: FieldOptions): Field<UsageKey[], never> =>
  new Field(referenceListType, [], options)

/** Usage keys of other blocks by name. Empty unless set. */
export const referenceValueDict = (options?: FieldOptions): Field<Record<string, UsageKey>, never> =>
  new Field(referenceValueDictType, {}, options)
