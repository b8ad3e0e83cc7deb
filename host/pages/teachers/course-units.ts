import type { GradedCourse, Subsection } from '../../../lms/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import { reportsAddress, type ReportsPlace } from './reports-place.js'

/** Units that stand folded on one page; of a larger course one section at a time does. */
const mostFolded = 300
/** Names that are found at once. */
const mostFound = 100

/** The units of a course by section, folded, each with the way to its report. @param open key of the section that is unfolded */
export function courseUnits(place: ReportsPlace, { subsections }: GradedCourse, open: string): SafeHtml {
  const { words } = place
  const sections = [...bySection(subsections)]
  const isLarge = subsections.reduce((sum, { units }) => sum + units.length, 0) > mostFolded
  return html`${sections.map(([key, parts]) => {
    const [first] = parts
    const title = words.ofCourse(first?.above.at(-1)?.title ?? first?.title ?? '')
    const units = parts.reduce((sum, one) => sum + one.units.length, 0)
    const count = html`<small>${words.say('{count, plural, one {# unit} other {# units}}', { count: units })}</small>`
    const isOpen = key === open || sections.length === 1
    if (isLarge && !isOpen)
      return html`<p class="report-section"><a href="${reportsAddress(place, { section: key })}#${encodeURIComponent(key)}">${title}</a> ${count}</p>`
    return html`<details class="report-section" id="${key}"${isOpen && html` open`}><summary>${title} ${count}</summary>
      ${parts.map((part) => subsectionUnits(place, part))}</details>`
  })}`
}

/** Subsections and units with a text in their names. */
export function foundUnits(place: ReportsPlace, { subsections }: GradedCourse, search: string): SafeHtml {
  const { words } = place
  const wanted = search.toLocaleLowerCase(words.locale)
  const isFound = ({ title }: { readonly title: string }) =>
    title.toLocaleLowerCase(words.locale).includes(wanted)
  const found = subsections.flatMap((part) => [
    ...(isFound(part) ? [html`<li>${subsectionLink(place, part)}</li>`] : []),
    ...part.units
      .filter(isFound)
      .map((unit) => html`<li>${unitLink(place, unit)} <small>${words.ofCourse(part.title)}</small></li>`),
  ])
  return html`<p role="status">${words.say('{count, plural, =0 {Nothing is named so.} one {# is named so.} other {# are named so.}}', { count: found.length })}</p>
    <ul class="report-units">${found.slice(0, mostFound)}</ul>
    ${found.length > mostFound && html`<p class="report-note">${words.say('These are the first {shown, number} of {count, number}.', { shown: mostFound, count: found.length })}</p>`}`
}

/** Subsections by the key of what stands right above them. */
function bySection(subsections: readonly Subsection[]): ReadonlyMap<string, readonly Subsection[]> {
  const sections = new Map<string, Subsection[]>()
  for (const one of subsections) {
    const key = one.above.at(-1)?.key ?? one.key
    const known = sections.get(key)
    if (known) known.push(one)
    else sections.set(key, [one])
  }
  return sections
}

function subsectionUnits(place: ReportsPlace, part: Subsection): SafeHtml {
  return html`<h3>${subsectionLink(place, part)}</h3>
    <ul class="report-units">${part.units.map((unit) => html`<li>${unitLink(place, unit)}</li>`)}</ul>`
}

function subsectionLink(place: ReportsPlace, { key, title }: Subsection): SafeHtml {
  return html`<a href="${reportsAddress(place, { subsection: key })}">${place.words.ofCourse(title)}</a>`
}

function unitLink(
  place: ReportsPlace,
  { key, title }: { readonly key: string; readonly title: string },
): SafeHtml {
  return html`<a href="${reportsAddress(place, { unit: key })}">${place.words.ofCourse(title)}</a>`
}
