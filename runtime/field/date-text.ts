const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const dayForms: readonly RegExp[] = [
  /^(?<year>\d{4})(?<mark>[-/. ])(?<month>\d\d?)\k<mark>(?<day>\d\d?)/,
  /^(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)(?=T|\s|$)/i,
  /^(?<first>\d\d?)(?<mark>[-/.])(?<other>\d\d?)\k<mark>(?<year>\d{4})/,
  /^(?<year>\d{4})[\s-](?<name>[a-z]{3,9})\.?[\s-](?<day>\d\d?)(?:st|nd|rd|th)?(?!\d)/i,
  /^(?<name>[a-z]{3,9})\.?\s+(?<day>\d\d?)(?:st|nd|rd|th)?,?\s+(?<year>\d{4})/i,
  /^(?<day>\d\d?)(?:st|nd|rd|th)?[\s-](?<name>[a-z]{3,9})\.?,?[\s-](?<year>\d{4})/i,
]
/** A colon may be left out between two digits and two digits. */
const timeForm =
  /^(?:(?<mark>T|,?\s+(?:at\s+)?)(?<hour>\d\d?)(?:(?::|(?=\d\d))(?<minute>\d\d?)(?:(?::|(?=\d\d))(?<second>\d\d?)(?:[.,](?<fraction>\d{1,9}))?)?)?\s*(?<half>[ap]m)?)?\s*(?<zone>Z|UTC|GMT|[-+]\d\d?(?::?\d\d)?|[a-z]{3,5})?$/i
const timeOfDay = String.raw`\d\d?(?::\d\d(?::\d\d(?:\.\d{1,9})?)?\s*(?:[ap]m)?|\s*[ap]m)`
const monthAndDayForm = String.raw`[a-z]{3,9}\.?\s+\d\d?(?:st|nd|rd|th)?`
/** `Oct 30 23:00 EST 2012`, as Unix writes a date; and `23:00 Oct 30 2012`. */
const yearLast = new RegExp(
  String.raw`^(?<day>${monthAndDayForm}),?\s+(?<time>${timeOfDay}(?:\s+(?:[a-z]{3,5}|[-+]\d\d:?\d\d))?)\s+(?<year>\d{4})$`,
  'i',
)
const timeFirst = new RegExp(String.raw`^(?<time>${timeOfDay}),?\s+(?<rest>\S.*)$`, 'i')
const incompleteForm =
  /^(?:\d{1,4}(?:\.\d+)?|\d{4}[-/.]\d\d?|\d\d?:\d\d(?::\d\d(?:\.\d+)?)?(?:\s*[ap]m)?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:,?\s+\d{4})?)$/i

/** Whether a text names a year, a month or a time of day, but no day (the incumbent takes it for no date at all). */
export function namesNoDay(text: string): boolean {
  return incompleteForm.test(text.trim())
}

/**
 * The moment a text names, or undefined. ISO 8601 and the forms in which courses carry dates: `2015-07-17T12:00`,
 * `20150717T1200`, `2015/07/17 12:00`, `7/17/2015`, `July 17, 2015 at 12:00`, `17 Jul 2015`, `Jul 17 12:00 EST 2015`, with
 * an optional zone; without one it is UTC, and so it is with a name other than UTC and GMT, which the incumbent passes
 * over. Never the zone of the machine.
 */
export function dateOfText(text: string): Date | undefined {
  const written = dayFirst(text)
  for (const form of dayForms) {
    const day = form.exec(written)
    const time = day && timeForm.exec(written.slice(day[0].length))
    if (day?.groups && time?.groups) return moment(day.groups, time.groups)
  }
  return undefined
}

/** What of a date may have been meant otherwise, as a sentence; undefined for most. */
export function doubtOfDate(text: string): string | undefined {
  if (dateOfText(text) === undefined) return undefined
  const zone = /(?<=[\d\sm])(?!UTC|GMT)(?:[A-Z]{3,5})(?=\s+\d{4}$|$)/.exec(text.trim())?.[0]
  if (zone !== undefined && /:|\d\s*[ap]m/i.test(text)) {
    return `its zone '${zone}' is passed over, so it is taken as UTC; write the offset, such as -05:00`
  }
  const [, first, other] = /(?<!\d)(\d\d?)[-/.](\d\d?)[-/.]\d{4}/.exec(text) ?? []
  return first !== undefined && first !== other && Number(first) <= 12 && Number(other) <= 12
    ? `it is taken with the month first; write it as 2026-01-31`
    : undefined
}

/** The text without the name of a day of the week, the day before the time. */
function dayFirst(text: string): string {
  const written = text.trim().replace(/^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+/i, '')
  const last = yearLast.exec(written)?.groups
  if (last) return `${last['day']}, ${last['year']} ${last['time']}`
  const first = timeFirst.exec(written)?.groups
  return first ? `${first['rest']} ${first['time']}` : written
}

type Parts = Readonly<Record<string, string | undefined>>

function moment(date: Parts, time: Parts): Date | undefined {
  const [month, day] = monthAndDay(date)
  const isHourAlone = time['hour'] !== undefined && time['minute'] === undefined
  if (isHourAlone && time['half'] === undefined && time['mark']?.toUpperCase() !== 'T') return undefined
  const [hour, minute, second] = [hourOf(time), Number(time['minute'] ?? 0), Number(time['second'] ?? 0)]
  const milliseconds = Math.trunc(Number(`0.${time['fraction'] ?? 0}`) * 1000)
  const year = Number(date['year'])
  if (!isZone(time)) return undefined
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const midnight = new Date(Date.UTC(year, month - 1, day))
  if (midnight.getUTCFullYear() !== year || midnight.getUTCMonth() !== month - 1) return undefined
  const local = midnight.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds
  return new Date(local - offset(time['zone']))
}

/** Of `17/7/2015` and `7/17/2015` the number that can be no month is the day; else the month comes first. */
function monthAndDay({ name, month, day, first, other }: Parts): [month: number, day: number] {
  if (name !== undefined) return [months.indexOf(name.toLowerCase().slice(0, 3)) + 1, Number(day)]
  if (first === undefined) return [Number(month), Number(day)]
  return Number(first) > 12 ? [Number(other), Number(first)] : [Number(first), Number(other)]
}

/** A zone by name stands behind a time of day, in capitals. */
function isZone({ zone, hour }: Parts): boolean {
  if (zone === undefined || /^(?:Z|UTC|GMT|[-+].*)$/i.test(zone)) return true
  return hour !== undefined && zone === zone.toUpperCase()
}

function hourOf({ hour = '0', half }: Parts): number {
  if (half === undefined) return Number(hour)
  return (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
}

/** Milliseconds by which a zone is ahead of UTC. */
function offset(zone: string | undefined): number {
  const [, sign, hours = 0, minutes = 0] = /^([-+])(\d\d?):?(\d\d)?$/.exec(zone ?? '') ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}
