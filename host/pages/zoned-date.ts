/** A moment as clocks of a time zone show it: `2026-01-31T12:00`, with seconds where it has some. @param zone as in the IANA database */
export function localTime(moment: Date, zone: string): string {
  const shown = new Date(moment.getTime() + offsetAt(moment.getTime(), zone)).toISOString()
  return shown.endsWith(':00.000Z') ? shown.slice(0, 16) : shown.slice(0, 19)
}

const local = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?$/

/** The moment at which clocks of a time zone show a text; undefined for a text that is no such time. */
export function momentOf(text: string, zone: string): Date | undefined {
  const shown = local.test(text) ? Date.parse(`${text}Z`) : Number.NaN
  if (Number.isNaN(shown)) return undefined
  // What clocks leave out in spring is taken as if they went on.
  const near = shown - offsetAt(shown, zone)
  return new Date(shown - offsetAt(near, zone))
}

/** A time zone that is one; UTC for any other text. */
export function zoneOf(name: string | null | undefined): string {
  if (!name) return 'UTC'
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    return 'UTC'
  }
}

/** Milliseconds by which clocks of a zone are ahead of UTC. */
function offsetAt(moment: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(moment)
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((one) => one.type === type)?.value ?? 0)
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return shown - Math.floor(moment / 1000) * 1000
}
