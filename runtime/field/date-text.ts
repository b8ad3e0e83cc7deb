const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const dayForms: readonly RegExp[] = [
  /^(?<year>\d{4})(?<mark>[-/. ])(?<month>\d\d?)\k<mark>(?<day>\d\d?)/,
  /^(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)(?=T|\s|$)/i,
  /^(?<first>\d\d?)\/(?<other>\d\d?)\/(?<year>\d{4})/,
  /^(?<name>[a-z]{3,9})\.?\s+(?<day>\d\d?)(?:st|nd|rd|th)?,?\s+(?<year>\d{4})/i,
  /^(?<day>\d\d?)(?:st|nd|rd|th)?[\s-](?<name>[a-z]{3,9})\.?,?[\s-](?<year>\d{4})/i,
]
/** A colon may be left out between two digits and two digits. */
const timeForm =
  /^(?:(?<mark>T|,?\s+(?:at\s+)?)(?<hour>\d\d?)(?:(?::|(?=\d\d))(?<minute>\d\d?)(?:(?::|(?=\d\d))(?<second>\d\d?)(?:[.,](?<fraction>\d{1,9}))?)?)?\s*(?<half>[ap]m)?)?\s*(?<zone>Z|UTC|GMT|[-+]\d\d?(?::?\d\d)?)?$/i
const incompleteForm =
  /^(?:\d{1,4}(?:\.\d+)?|\d{4}[-/.]\d\d?|\d\d?:\d\d(?::\d\d(?:\.\d+)?)?(?:\s*[ap]m)?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:,?\s+\d{4})?)$/i

/** Whether a text names a year, a month or a time of day, but no day (the incumbent takes it for no date at all). */
export function namesNoDay(text: string): boolean {
  return incompleteForm.test(text.trim())
}

/**
 * The moment a text names, or undefined. ISO 8601 and the forms in which courses carry dates: `2015-07-17T12:00`,
 * `20150717T1200`, `2015/07/17 12:00`, `7/17/2015`, `July 17, 2015 at 12:00`, `17 Jul 2015`, with an optional zone;
 * without one it is UTC. Never the zone of the machine.
 */
export function dateOfText(text: string): Date | undefined {
  const written = text.trim().replace(/^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+/i, '')
  for (const form of dayForms) {
    const day = form.exec(written)
    const time = day && timeForm.exec(written.slice(day[0].length))
    if (day?.groups && time?.groups) return moment(day.groups, time.groups)
  }
  return undefined
}

type Parts = Readonly<Record<string, string | undefined>>

function moment(date: Parts, time: Parts): Date | undefined {
  const [month, day] = monthAndDay(date)
  const isHourAlone = time['hour'] !== undefined && time['minute'] === undefined
  if (isHourAlone && time['half'] === undefined && time['mark']?.toUpperCase() !== 'T') return undefined
  const [hour, minute, second] = [hourOf(time), Number(time['minute'] ?? 0), Number(time['second'] ?? 0)]
  const milliseconds = Math.trunc(Number(`0.${time['fraction'] ?? 0}`) * 1000)
  const year = Number(date['year'])
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

function hourOf({ hour = '0', half }: Parts): number {
  if (half === undefined) return Number(hour)
  return (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
}

/** Milliseconds by which a zone is ahead of UTC. */
function offset(zone: string | undefined): number {
  const [, sign, hours = 0, minutes = 0] = /^([-+])(\d\d?):?(\d\d)?$/.exec(zone ?? '') ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}
