import { html, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'

/** Where pages of reports stand. */
export interface ReportsPlace {
  readonly words: PageWords
  /** The host's base path. */
  readonly base: string
  /** Context, as text, and its name. */
  readonly context: string
  readonly title: string
}

/** Where the reports of a course are. @param query what is asked for there, such as a unit */
export function reportsAddress(
  { base, context }: Pick<ReportsPlace, 'base' | 'context'>,
  query: Readonly<Record<string, string>> = {},
): string {
  const address = `${base}/staff/contexts/${encodeURIComponent(context)}/reports`
  const search = new URLSearchParams(query).toString()
  return search === '' ? address : `${address}?${search}`
}

/** Where a block stands in the report of its unit. */
export function blockReportAddress(
  place: Pick<ReportsPlace, 'base' | 'context'>,
  { unit, usage }: { readonly unit: string; readonly usage: string },
): string {
  return `${reportsAddress(place, { unit })}#${encodeURIComponent(usage)}`
}

/** The ways back from a report. @param above a subsection that it is in */
export function reportCrumbs(
  place: ReportsPlace,
  above?: { readonly key: string; readonly title: string },
): SafeHtml {
  const { words } = place
  return html`<nav class="crumbs" aria-label="${words.say('Where this page stands')}"><a href="${reportsAddress(place)}">${words.say('Reports')}</a>${above && html` › <a href="${reportsAddress(place, { subsection: above.key })}">${words.ofCourse(above.title)}</a>`}</nav>`
}

/** A number as people read it, with so many digits behind the point at most. */
export function figure(words: PageWords, value: number, digits = 1): string {
  return words.formatNumber(value, { maximumFractionDigits: digits })
}

/** A share as people read it: `80%`. */
export function share(words: PageWords, value: number): string {
  return words.formatNumber(value, { style: 'percent', maximumFractionDigits: 0 })
}

/** A discrimination, or why there is none. @param compared learners of whom it would be told @param fewest of whom it is */
export function discriminationText(
  words: PageWords,
  { discrimination, compared }: { readonly discrimination?: number | undefined; readonly compared: number },
  fewest: number,
): string {
  if (discrimination !== undefined) return figure(words, discrimination, 2)
  return compared < fewest ? words.say('too few learners') : words.say('all fared alike')
}
