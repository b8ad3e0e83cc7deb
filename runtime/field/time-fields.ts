import { attributeValue } from './attribute-value.js'
import { dateOfText, namesNoDay } from './date-text.js'
import { Field, type ValueType } from './field.js'
import type { FieldOptions } from './field-options.js'
import { misfit } from './misfit.js'

const dateForm = 'Date (2026-01-31T12:00:00Z)'
/** What somebody meant as a year or a day, not as milliseconds. */
const yearOrDay = /^(?:\d{4}|\d{8})$/

function checkedDate(date: unknown, given: unknown): Date {
  if (!(date instanceof Date) || !(date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999)) {
    throw misfit(dateForm, given)
  }
  return date
}

const dateType: ValueType<Date> = {
  name: 'Date',
  mutable: false,
  emptyIsUnset: true,
  saysNothing: (json) => typeof json === 'string' && namesNoDay(json),
  fromJson: (json) =>
    checkedDate(
      typeof json === 'number' ? new Date(json) : typeof json === 'string' ? dateOfText(json) : undefined,
      json,
    ),
  toJson: (value) =>
    checkedDate(value, value)
      .toISOString()
      .replace(/\.\d{3}Z$/, 'Z'),
  parse(text) {
    const value = attributeValue(text.trim())
    if (yearOrDay.test(text.trim()) || dateType.saysNothing?.(value)) throw misfit(dateForm, text)
    return value
  },
}

function dateTimeJson(value: Date | number): number | string {
  if (typeof value === 'number') return secondsAfter(value)
  return checkedDate(value, value).toISOString().replace('Z', '000')
}

const dateTimeType: ValueType<Date | number> = {
  name: 'DateTime',
  mutable: false,
  emptyIsUnset: true,
  fromJson: (json) => (typeof json === 'number' ? secondsAfter(json) : dateType.fromJson(json)),
  toJson: dateTimeJson,
  parse: (text) => attributeValue(text.trim()),
  toText: (value) => String(dateTimeJson(value)),
}

/** Most days that Python's `timedelta` holds. */
const mostDays = 999_999_999

function secondsAfter(value: number): number {
  if (!(Math.abs(value) <= mostDays * 86_400)) throw misfit('DateTime', value)
  return value
}

const units: Readonly<Record<string, number>> = { day: 86_400, hour: 3600, minute: 60, second: 1 }
const spanForm = 'Timedelta (2 days 3 hours 4 minutes 5 seconds)'
const span = /^(?=\d)(?:(\d+) days?)?\s*(?:(\d+) hours?)?\s*(?:(\d+) minutes?)?\s*(?:(\d+) seconds?)?$/

const timedeltaType: ValueType<number> = {
  name: 'Timedelta',
  mutable: false,
  emptyIsUnset: true,
  saysNothing: (json) => typeof json === 'string' && !span.test(json.trim()),
  fromJson(json) {
    const match = typeof json === 'string' ? span.exec(json.trim()) : null
    if (!match) throw misfit(spanForm, json)
    const sizes = Object.values(units)
    return checkedSpan(
      match.slice(1).reduce((sum, count, at) => sum + Number(count ?? 0) * (sizes[at] ?? 0), 0),
    )
  },
  toJson(seconds) {
    const parts: string[] = []
    let rest = Math.floor(checkedSpan(seconds))
    for (const [unit, size] of Object.entries(units)) {
      const count = Math.floor(rest / size)
      if (count > 0) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`)
      rest -= count * size
    }
    return parts.join(' ') || '0 seconds'
  },
  parse(text) {
    const value = attributeValue(text)
    if (timedeltaType.saysNothing?.(value)) throw misfit(spanForm, text)
    return value
  },
}

function checkedSpan(seconds: unknown): number {
  if (typeof seconds === 'number' && seconds >= 0 && seconds < (mostDays + 1) * 86_400) return seconds
  throw misfit('a Timedelta of 0 seconds or more', seconds)
}

const timeForm = 'RelativeTime (HH:MM:SS, at most 23:59:59)'

const relativeTimeType: ValueType<number> = {
  name: 'RelativeTime',
  mutable: false,
  emptyIsUnset: true,
  fromJson(json) {
    if (typeof json === 'number' && json >= 0 && json < 86_400) return json
    const match = typeof json === 'string' ? /^(\d\d?):([0-5]?\d):([0-5]?\d)$/.exec(json.trim()) : null
    const [hours = 24, minutes = 0, seconds = 0] = match?.slice(1).map(Number) ?? []
    if (hours > 23) throw misfit(timeForm, json)
    return hours * 3600 + minutes * 60 + seconds
  },
  toJson(seconds) {
    if (typeof seconds !== 'number' || !(seconds >= 0 && seconds < 86_400)) throw misfit(timeForm, seconds)
    return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds % 60)]
      .map((part) => String(part).padStart(2, '0'))
      .join(':')
  },
  parse: attributeValue,
}

/** A moment, or null, to the second. Stored as `2026-01-31T12:00:00Z`; a number is epoch milliseconds. */
export const date = (options?: FieldOptions): Field<Date | null, never> =>
  new Field<Date | null, never>(dateType, null, options, true)

/**
 * A moment, or seconds after a moment that the reader knows (a relative date), or null.
 * Stored as `2026-01-31T12:00:00.000000`, in UTC, or as a number.
 */
export const dateTime = (options?: FieldOptions): Field<Date | number | null, never> =>
  new Field<Date | number | null, never>(dateTimeType, null, options, true)

/** A span of time in whole seconds, or null. Stored as `2 days 3 hours`. */
export const timedelta = (options?: FieldOptions): Field<number | null, never> =>
  new Field<number | null, never>(timedeltaType, null, options, true)

/** A moment in a recording, in seconds from its start. Stored as `HH:MM:SS`. */
export const relativeTime = (defaultValue = 0, options?: FieldOptions): Field<number, never> =>
  new Field(relativeTimeType, defaultValue, options)
