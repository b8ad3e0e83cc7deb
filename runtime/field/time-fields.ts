import { Field, type FieldOptions, type ValueType } from './field.js'
import { misfit } from './scalar-fields.js'

const dateType: ValueType<Date> = {
  name: 'Date',
  mutable: false,
  emptyIsUnset: true,
  fromJson(json) {
    const date =
      typeof json === 'number'
        ? new Date(json)
        : typeof json === 'string'
          ? new Date(withZone(json))
          : undefined
    if (date === undefined || Number.isNaN(date.getTime())) throw misfit('Date (2026-01-31T12:00:00Z)', json)
    return date
  },
  toJson: (value) => value.toISOString().replace(/\.\d{3}Z$/, 'Z'),
  fromString: (text) => dateType.fromJson(text.startsWith('"') ? text.slice(1, -1) : text),
}

/** A date and time without a zone is UTC, as the incumbent reads it. */
function withZone(text: string): string {
  return /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text) ? `${text}Z` : text
}

const units: Readonly<Record<string, number>> = { day: 86_400, hour: 3600, minute: 60, second: 1 }

const timedeltaType: ValueType<number> = {
  name: 'Timedelta',
  mutable: false,
  emptyIsUnset: true,
  fromJson(json) {
    if (typeof json === 'number') return json
    if (typeof json !== 'string') throw misfit('Timedelta (2 days 3 hours)', json)
    const parts = [...json.matchAll(/(\d+(?:\.\d+)?)\s*(day|hour|minute|second)s?/g)]
    const rest = json.replace(/(\d+(?:\.\d+)?)\s*(day|hour|minute|second)s?/g, '').trim()
    if (rest !== '' || parts.length === 0) throw misfit('Timedelta (2 days 3 hours)', json)
    return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0), 0)
  },
  toJson(seconds) {
    const parts: string[] = []
    let rest = seconds
    for (const [unit, size] of Object.entries(units)) {
      const count = Math.floor(rest / size)
      if (count > 0) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`)
      rest -= count * size
    }
    return parts.join(' ') || '0 seconds'
  },
  fromString: (text) => timedeltaType.fromJson(text),
}

const relativeTimeType: ValueType<number> = {
  name: 'RelativeTime',
  mutable: false,
  emptyIsUnset: true,
  fromJson(json) {
    if (typeof json === 'number' && json >= 0 && json < 86_400) return json
    const match = typeof json === 'string' ? /^(\d\d?):(\d\d?):(\d\d?)$/.exec(json) : null
    const [hours, minutes, seconds] = match ? match.slice(1).map(Number) : []
    if (
      hours === undefined ||
      minutes === undefined ||
      seconds === undefined ||
      hours > 23 ||
      minutes > 59 ||
      seconds > 59
    ) {
      throw misfit('RelativeTime (HH:MM:SS, at most 23:59:59)', json)
    }
    return hours * 3600 + minutes * 60 + seconds
  },
  toJson(seconds) {
    return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds % 60)]
      .map((part) => String(part).padStart(2, '0'))
      .join(':')
  },
  fromString: (text) => relativeTimeType.fromJson(text),
}

/** A moment, or null. Stored as `2026-01-31T12:00:00Z`; a number is epoch milliseconds. */
export const date = (options?: FieldOptions): Field<Date | null> =>
  new Field<Date | null>(dateType as ValueType<Date | null>, null, options, true)

/** A span of time in seconds, or null. Stored as `2 days 3 hours`. */
export const timedelta = (options?: FieldOptions): Field<number | null> =>
  new Field<number | null>(timedeltaType as ValueType<number | null>, null, options, true)

/** A moment in a recording, in seconds from its start. Stored as `HH:MM:SS`. */
export const relativeTime = (defaultValue = 0, options?: FieldOptions): Field<number> =>
  new Field(relativeTimeType, defaultValue, options)
