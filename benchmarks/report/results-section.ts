import { html, type SafeHtml } from '../../runtime/index.js'
import type { BenchDocument } from '../document.js'
import { short } from '../figures.js'
import type { Profile } from '../profile.js'
import type { BenchmarkResult } from '../result.js'
import { table } from './table.js'

/** All results, each with the question that it answers, and what was not measured. */
export function resultsSection({ results, unmeasured }: BenchDocument): SafeHtml {
  const rows = results.map((result) => [
    html`${result.title}<br><code>${result.id}</code>`,
    html`${short(result.value)} ${result.unit}`,
    html`<span class="${result.met ? 'met' : 'missed'}">${result.target}: ${result.met ? 'met' : 'missed'}</span>`,
    html`${short(result.ratio)} × <small>${spread(result)}</small>`,
    result.against,
  ])
  const head = [
    'what was measured',
    'median',
    'target',
    'against the opponent',
    'the opponent, in the same run',
  ]
  return html`${results.length > 0 && html`<section><h2>Results</h2>${table('Results', head, rows)}</section>`}
${unmeasured.length > 0 && html`<section><h2>Not measured</h2><ul>${unmeasured.map(({ id, why }) => html`<li><code>${id}</code>: ${why}</li>`)}</ul></section>`}`
}

function spread({ spread: [least, most], runs }: BenchmarkResult): string {
  return runs === 1 ? 'once' : `${short(least)} to ${short(most)}, ${runs} pairs`
}

/** Missed targets, with where the time goes. */
export function missedSection(results: readonly BenchmarkResult[]): SafeHtml {
  const missed = results.filter(({ met }) => !met)
  if (missed.length === 0) return html``
  return html`<section><h2>Missed targets</h2>
${missed.map(
  (result) =>
    html`<article><h3>${result.title}</h3><p>${missedBy(result)} (<code>${result.id}</code>)</p>${result.profile && profileOf(result.id, result.profile)}</article>`,
)}</section>`
}

/** The figure that the target is for, first. */
function missedBy({ value, unit, target, against, ratio }: BenchmarkResult): SafeHtml {
  const [times, median] = [`${short(ratio)} ×`, `${short(value)} ${unit}`]
  return target.endsWith('×')
    ? html`<strong class="missed">${times}; the target is ${target}</strong>. The opponent: ${against}. The median is ${median}.`
    : html`<strong class="missed">${median}; the target is ${target}</strong>. That is ${times} the opponent: ${against}.`
}

function profileOf(id: string, { parts, functions }: Profile): SafeHtml {
  const rows = functions.map(({ name, part, at, share }) => [
    html`<code>${name}</code>`,
    percent(share),
    at ?? '–',
    part,
  ])
  return html`<p>Its time goes to:</p><ul class="shares">${parts.map(
    ({ part, share }) =>
      html`<li><span class="bar"><span style="width:${percent(share).replace(' ', '')}"></span></span> ${percent(share)} ${part}</li>`,
  )}</ul>
<details><summary>The functions that most of it is spent in</summary>${table(`Functions of ${id}`, ['function', 'of its time', 'where', 'part of'], rows)}</details>`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`
}
