import { html, type SafeHtml } from '../../runtime/index.js'
import type { BenchDocument } from '../document.js'
import { short } from '../figures.js'
import { table } from './table.js'

/** Other programs that did the same in the same run, and those that were not there. */
export function peersSection({ peers, results }: BenchDocument): SafeHtml {
  if (!peers) return html``
  const rows = peers.map(({ peer, title, ms, same, absent }) => {
    const ours = results.find(({ id }) => id === same)
    const times =
      ms === undefined || same === undefined
        ? '–'
        : ours
          ? html`${short(ms / ours.value)} × (<code>${same}</code>: ${short(ours.value)} ms)`
          : html`<code>${same}</code> was not in this run`
    return [
      peer,
      title,
      absent === undefined ? `${short(ms ?? Number.NaN)} ms` : `not there: ${absent}`,
      times,
    ]
  })
  return html`<section><h2>Peers, in the same run</h2>
<p>Milliseconds of processor for one unit. What they do and leave out beside ours is said in docs/benchmarks.md.</p>
${table('Peers', ['peer', 'what it did', 'took', 'times ours'], rows)}</section>`
}
