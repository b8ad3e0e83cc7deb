import { isJsonObject, type Json } from '../values/json.js'
import { attributeValue } from './attribute-value.js'
import { Field, type ValueType } from './field.js'
import type { FieldOptions } from './field-options.js'
import { misfit } from './misfit.js'
import { listType } from './structured-fields.js'

/** Points earned of points possible, before any weight. */
export interface Score {
  readonly rawEarned: number
  readonly rawPossible: number
}

const form = 'Score ({"raw_earned": 1, "raw_possible": 2} with 0 <= raw_earned <= raw_possible)'

function checked(earned: unknown, possible: unknown, given: unknown): Score {
  const fits =
    typeof earned === 'number' &&
    typeof possible === 'number' &&
    0 <= earned &&
    earned <= possible &&
    possible < Infinity
  if (!fits) throw misfit(form, given)
  return { rawEarned: earned, rawPossible: possible }
}

const scoreType: ValueType<Score> = {
  name: 'Score',
  mutable: true,
  emptyIsUnset: true,
  fromJson(json: Json) {
    if (!isJsonObject(json) || Object.keys(json).length !== 2) throw misfit(form, json)
    return checked(json['raw_earned'], json['raw_possible'], json)
  },
  toJson(value) {
    if (typeof value !== 'object') throw misfit(form, value)
    const { rawEarned, rawPossible } = checked(value.rawEarned, value.rawPossible, value)
    return { raw_earned: rawEarned, raw_possible: rawPossible }
  },
  parse: attributeValue,
}

/** Points earned of points possible, or null. Stored as `{"raw_earned": 1, "raw_possible": 2}`. */
export const score = (options?: FieldOptions): Field<Score | null, never> =>
  new Field<Score | null, never>(scoreType, null, options, true)

/** Scores, oldest first by custom. Empty unless set. */
export const listScore = (options?: FieldOptions): Field<Score[], never> =>
  new Field(listType('ListScore', scoreType) as ValueType<Score[]>, [], options)
