import { textOfValue, withoutReturns, type BlockField, type Json } from '../../../runtime/index.js'
import { localTime, momentOf, zoneOf } from '../zoned-date.js'

/**
 * How a form writes a value where it does not write it as its text: a line for each item, a box for each item to choose, a time as
 * clocks where the author is show it. The form posts it as `as.NAME`.
 */
export type Writing = 'text' | 'lines' | 'items' | 'local'

/** The writing of a field with some value. @param hasChoices whether there are values to choose from */
export function writingOf({ field }: BlockField, value: Json, hasChoices: boolean): Writing {
  const { name, items } = field.type
  if (name === 'Date') return value === null || momentIn(value) ? 'local' : 'text'
  if (name !== 'List' && name !== 'Set') return 'text'
  const all = Array.isArray(value) ? value : value === null ? [] : undefined
  const texts = all?.every((one) => typeof one === 'string') === true
  if (!texts || items !== 'String') return 'text'
  if (hasChoices) return 'items'
  return all.every((one) => typeof one === 'string' && isLine(one)) ? 'lines' : 'text'
}

/** A value in some writing. */
export function written(value: Json, writing: Writing, zone: string): string {
  if (writing === 'lines') return Array.isArray(value) ? value.join('\n') : ''
  const moment = writing === 'local' ? momentIn(value) : undefined
  return moment ? localTime(moment, zone) : textOfValue(value)
}

/** What a form posts of a field. */
export interface PostedText {
  /** As it was typed. */
  readonly typed: string
  /** The value's text. */
  readonly text: string
  /** Whether it is what was shown. */
  readonly isSame: boolean
}

/** Reads what a form posts of a field; undefined where it says nothing of it. @param before the value that was shown */
export function postedText(
  form: URLSearchParams,
  { field, olxName }: BlockField,
  before: Json,
): PostedText | undefined {
  const writing = form.get(`as.${olxName}`)
  const typed = form.get(`field.${olxName}`)
  if (writing === 'items') {
    const text = textOfValue(form.getAll(`item.${olxName}`))
    return { typed: text, text, isSame: text === textOfValue(before ?? []) }
  }
  if (typed === null) return undefined
  const zone = zoneOf(form.get('zone'))
  if (writing === 'lines') {
    const lines = linesOf(typed)
    const text = lines.length === 0 && field.nullable ? '' : textOfValue(lines)
    return { typed, text, isSame: lines.join('\n') === written(before, 'lines', zone) }
  }
  const moment = writing === 'local' ? momentOf(typed.trim(), zone) : undefined
  if (!moment)
    return { typed, text: typed, isSame: withoutReturns(typed) === withoutReturns(textOfValue(before)) }
  const isSame = momentIn(before)?.getTime() === moment.getTime()
  return { typed, text: moment.toISOString().replace(/\.\d{3}Z$/, 'Z'), isSame }
}

function linesOf(text: string): string[] {
  return withoutReturns(text)
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}

function isLine(item: string): boolean {
  return item !== '' && item.trim() === item && !/[\r\n]/.test(item)
}

function momentIn(value: Json): Date | undefined {
  if (typeof value !== 'string' || !/T.*(?:Z|[+-]\d\d:?\d\d)$/.test(value)) return undefined
  const moment = new Date(value)
  return Number.isNaN(moment.getTime()) ? undefined : moment
}
