import { html, type SafeHtml } from '../../runtime/index.js'
import type { BenchDocument } from '../document.js'
import { short } from '../figures.js'
import { table } from './table.js'

/** How a running host answered; nothing where none was loaded. */
export function loadSection({ load }: BenchDocument): SafeHtml {
  if (!load) return html``
  const rows = load.figures.map(({ kind, requests, errors, p50, p95, p99, max }) => [
    kind,
    String(requests),
    html`<span class="${errors > 0 ? 'missed' : ''}">${errors}</span>`,
    ...[p50, p95, p99, max].map(short),
  ])
  const metrics = load.metrics.map(({ name, before, after }) => [
    html`<code>${name}</code>`,
    short(before),
    short(after),
    short(after - before),
  ])
  return html`<section><h2>Load of ${load.url}</h2>
<p>${short(load.made)} requests a second were made of ${short(load.asked)} that were asked for, over ${short(load.seconds)} s. Latencies are milliseconds from when each was due to its last byte.</p>
${table('Latencies', ['requests', 'how many', 'errors', 'p50', 'p95', 'p99', 'longest'], rows)}
${load.faults.length > 0 && html`<p>What went wrong:</p><ul>${load.faults.map(({ what, count }) => html`<li>${count} × ${what}</li>`)}</ul>`}
${load.metrics.length > 0 && html`<details><summary>What of the host’s own metrics changed meanwhile</summary>${table('Metrics', ['metric', 'before', 'after', 'change'], metrics)}</details>`}</section>`
}
