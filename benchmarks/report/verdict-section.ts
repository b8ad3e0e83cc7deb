import { html, type SafeHtml } from '../../runtime/index.js'
import type { BenchDocument } from '../document.js'
import { short } from '../figures.js'
import { differences } from '../verdict.js'
import { table } from './table.js'

/** The comparison with an earlier run; nothing where there was none. */
export function verdictSection({ verdicts, against, environment }: BenchDocument): SafeHtml {
  if (!verdicts || !against) return html``
  const rows = verdicts.map(({ id, says, change, interval }) => [
    html`<code>${id}</code>`,
    html`<span class="${says === 'slower' ? 'missed' : says === 'faster' ? 'met' : ''}">${says}</span>`,
    change === undefined ? '–' : `${short(change)} ×`,
    interval ? `${short(interval[0])} to ${short(interval[1])}` : '–',
  ])
  const others = differences(environment, against.environment)
  return html`<section><h2>Against an earlier run</h2>
<p>${against.file}, of ${against.environment.date.slice(0, 16).replace('T', ' ')}. What is compared is the cost of each beside its opponent: the median change, and between which changes it is with 95 % confidence. Less than a tenth, or an interval on both sides of 1, is the same.</p>
${others.length > 0 && html`<p class="warning">That run was on another machine: ${others.join('; ')}. Only large changes of ratios mean anything.</p>`}
${table('Against an earlier run', ['benchmark', 'it is', 'change of cost', '95 % interval'], rows)}</section>`
}
