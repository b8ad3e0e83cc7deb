import { short } from './figures.js'
import type { Profile } from './profile.js'
import type { UnitCost } from './unit-costs.js'

/** Bytes of a page, compressed, from which on it is called large. */
const large = 100_000
/** Bytes a second of a phone where the network is slow: 1.6 Mbit/s, as Lighthouse takes it. */
const slowNetwork = 200_000

/**
 * What is gained by what, as measured of all units of a course: each line names what was measured, and an author's or host's way to it.
 * @param parts where the time of the slowest units' first pages goes
 */
export function courseGains(units: readonly UnitCost[], parts: Profile['parts']): string[] {
  const mean = (of: (unit: UnitCost) => number) =>
    units.reduce((sum, unit) => sum + of(unit), 0) / units.length
  const total = (of: (unit: UnitCost) => number) => mean(of) * units.length
  if (units.length === 0) return []
  const [first, cold, seen] = [
    mean((unit) => unit.newMs),
    mean((unit) => unit.coldMs),
    mean((unit) => unit.seenMs),
  ]
  const slow = units.filter(({ gzipBytes }) => gzipBytes > large)
  const [bytes, inline] = [total((unit) => unit.bytes), total((unit) => unit.inlineBytes)]
  const [gzip, brotli] = [total((unit) => unit.gzipBytes), total((unit) => unit.brotliBytes)]
  return [
    `A unit costs ${short(first)} ms the first time ever, ${short(cold)} ms the first time after a restart, and ${short(seen)} ms for each new learner after others: ${short(first - seen)} ms are gained by whoever looks first. Look at the dear ones yourself after publishing.`,
    `Of the slowest units' first pages ${parts
      .slice(0, 4)
      .map(({ part, share }) => `${(100 * share).toFixed(0)} % go to ${part}`)
      .join(', ')}.`,
    `Compressed, all pages together are ${short(gzip / 1000)} KB of gzip and ${short(brotli / 1000)} KB of brotli instead of ${short(bytes / 1000)} KB: leave compression to the host, or let the proxy before it do it.`,
    ...(inline > bytes / 20
      ? [
          `${short((100 * inline) / bytes)} % of the bytes of pages are files written into them (data: addresses): as static files they would be fetched once and kept.`,
        ]
      : []),
    ...(slow.length > 0
      ? [
          `${slow.length} of ${units.length} pages are more than ${large / 1000} KB compressed; the largest takes ${short(Math.max(...slow.map(({ gzipBytes }) => gzipBytes)) / slowNetwork)} s at 1.6 Mbit/s. Split into several units, the first part comes sooner.`,
        ]
      : []),
  ]
}
