import { html, trusted, type SafeHtml } from '../../runtime/index.js'
import type { BenchDocument } from '../document.js'
import type { BenchmarkResult } from '../result.js'
import { distributions, none, short, type PlotRow } from './plots.js'
import { style } from './style.js'
import { termSection } from './term-section.js'

/** Questions that belong together, in the order of a reader's interest. */
const groups: readonly (readonly [title: string, ids: readonly string[]])[] = [
  [
    'Cold to warm: milliseconds of processor for a page',
    [
      'first-visits-after-restart',
      'later-visits-after-restart',
      'new-unit',
      'cold-unit',
      'trivial-cold',
      'warm-learner',
      'problem-submit',
    ],
  ],
  [
    'Growth: times the cost of the small case',
    ['library-growth', 'bank-growth', 'group-draw', 'outline-growth', 'course-growth'],
  ],
  [
    'Workers, event loop and hosts: ratios',
    [
      'two-workers',
      'loop-delay',
      'http-warm',
      'http-warm-cost',
      'two-hosts',
      'two-hosts-database',
      'publish-seen',
    ],
  ],
]

/** The whole report: one page that needs nothing else. */
export function reportPage(document: BenchDocument): string {
  const { environment, calibration, results, verdicts, peers, load, course, term } = document
  const page = html`${trusted('<!doctype html>')}
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Unit Compositor: benchmarks</title>${trusted(`<style>${style}</style>`)}</head>
<body><main>
<h1>Unit Compositor: benchmarks</h1>
<p>${environment.date.slice(0, 16).replace('T', ' ')} · ${environment.cpu}, ${environment.cores} cores · ${environment.platform} · Node ${environment.node}</p>
<section><h2>What this machine can do</h2>
<p>Loops with nothing of ours in them, in the same run: whatever is far from these is not the machine’s fault, and whatever these spoil is.</p>
<table><tbody>
${fact('64 KiB of JSON, read and written', `${short(calibration.jsonMs)} ms of processor`)}
${fact('Two threads do of it', `${short(calibration.twoThreads)} × what one does (${short(calibration.twoThreadsSpread[0])}–${short(calibration.twoThreadsSpread[1])})`)}
${fact('A timer of 1 ms is late by', `${short(calibration.timerLate.median)} ms, ${short(calibration.timerLate.p99)} at the 99th percentile`)}
${fact('… beside a thread that never rests', `${short(calibration.timerLateBeside.median)} ms, ${short(calibration.timerLateBeside.p99)}`)}
${fact('Load of the machine when it began', short(calibration.load))}
</tbody></table>
${calibration.load > environment.cores && html`<p class="warning">The machine had more to do than it has cores. Ratios hold more or less; times do not.</p>`}
</section>
<section><h2>Results</h2>${resultTable(results)}</section>
${groups.map(([title, ids]) =>
  plotOf(
    title,
    results.filter(({ id }) => ids.includes(id)),
  ),
)}
${verdicts && verdictSection(verdicts, document.against?.file ?? '')}
${peers && peerSection(document)}
${course && courseSection(course)}
${load && loadSection(load)}
${term && termSection(term)}
<section><h2>How to read it</h2><p>Subject and opponent are measured in turn, in pairs. A line reaches from the 5th to the 95th percentile, a bar between the quartiles, a dot stands at the median, an upright line at the target; scales are logarithmic. What would make each figure lie is said in docs/benchmarks.md.</p></section>
</main></body></html>
`
  return page.text
}

function fact(name: string, value: string): SafeHtml {
  return html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`
}

function resultTable(results: readonly BenchmarkResult[]): SafeHtml {
  const rows = results.map(
    ({ id, title, value, unit, ratio, spread, runs, target, met, against, profile }) =>
      html`<tr><th scope="row"><code>${id}</code></th><td>${short(value)} ${unit}</td><td>${short(ratio)} × <small>${short(spread[0])}–${short(spread[1])}, ${runs} runs</small></td><td class="${met ? 'met' : 'missed'}">${target}: ${met ? 'met' : 'missed'}</td><td>${title}; against ${against}${
        profile &&
        html`<details><summary>Where the time goes</summary><ol>${profile.map((line) => html`<li>${line}</li>`)}</ol></details>`
      }</td></tr>`,
  )
  return html`<div class="wide"><table><thead><tr><th>benchmark</th><th>median</th><th>ratio</th><th>target</th><th>what was measured against what</th></tr></thead><tbody>${rows}</tbody></table></div>`
}

function plotOf(title: string, results: readonly BenchmarkResult[]): SafeHtml {
  if (results.length === 0) return none
  const isRatio = title.endsWith('ratios') || title.startsWith('Growth')
  const rows = results.map((result): PlotRow => {
    const values = (result.pairs ?? []).map(({ subject, against }) => (isRatio ? subject / against : subject))
    const target = Number(/[\d.]+/.exec(result.target)?.[0])
    const fits = isRatio === result.target.includes('×')
    return { name: result.id, values, target: fits ? target : undefined, isMissed: !result.met }
  })
  return html`<section>${distributions(rows, isRatio ? '×' : 'ms', title)}</section>`
}

function verdictSection(verdicts: NonNullable<BenchDocument['verdicts']>, file: string): SafeHtml {
  const rows = verdicts.map(
    ({ id, says, change, interval }) =>
      html`<tr><th scope="row"><code>${id}</code></th><td class="${says === 'slower' ? 'missed' : says === 'faster' ? 'met' : ''}">${says}</td><td>${change !== undefined && `${short(change)} ×`}</td><td>${interval && `${short(interval[0])}–${short(interval[1])}`}</td></tr>`,
  )
  return html`<section><h2>Against ${file}</h2><p>The cost of each against its opponent, beside the earlier run: the median change with its 95 % interval. Less than a tenth, or an interval around 1, is the same.</p><table><thead><tr><th>benchmark</th><th></th><th>change of cost</th><th>interval</th></tr></thead><tbody>${rows}</tbody></table></section>`
}

function peerSection({ peers = [], results }: BenchDocument): SafeHtml {
  const rows = peers.map(({ peer, title, ms, same, absent }) => {
    const ours = results.find(({ id }) => id === same)
    const times =
      ours && ms !== undefined ? `${short(ms / ours.value)} × ours (${same}: ${short(ours.value)} ms)` : ''
    return html`<tr><th scope="row">${peer}</th><td>${title}</td><td>${absent ?? `${short(ms ?? Number.NaN)} ms`}</td><td>${times}</td></tr>`
  })
  return html`<section><h2>Peers, in the same run</h2><table><thead><tr><th>peer</th><th>what it did</th><th>processor</th><th></th></tr></thead><tbody>${rows}</tbody></table></section>`
}

function courseSection(course: NonNullable<BenchDocument['course']>): SafeHtml {
  const rows = course.slowest.map(
    ({ title, key, newMs, coldMs, bytes, gzipBytes, why }) =>
      html`<tr><th scope="row">${title || key}</th><td>${short(newMs)}</td><td>${short(coldMs)}</td><td>${short(bytes / 1000)}</td><td>${short(gzipBytes / 1000)}</td><td>${why.join('; ')}</td></tr>`,
  )
  return html`<section><h2>The course ${course.path}</h2><p>${course.units} units, imported and published in ${short(course.importMs)} ms with ${course.findings} findings. The ten whose first page costs most:</p>
<div class="wide"><table><thead><tr><th>unit</th><th>never seen, ms</th><th>after a restart, ms</th><th>KB</th><th>KB gzip</th><th>why</th></tr></thead><tbody>${rows}</tbody></table></div>
<ul>${[...course.gains, ...course.refused.map((line) => `Not shown: ${line}`)].map((line) => html`<li>${line}</li>`)}</ul></section>`
}

function loadSection(load: NonNullable<BenchDocument['load']>): SafeHtml {
  const rows = load.figures.map(
    ({ kind, requests, errors, p50, p95, p99, max }) =>
      html`<tr><th scope="row">${kind}</th><td>${requests}</td><td class="${errors > 0 ? 'missed' : ''}">${errors}</td><td>${short(p50)}</td><td>${short(p95)}</td><td>${short(p99)}</td><td>${short(max)}</td></tr>`,
  )
  return html`<section><h2>Load of ${load.url}</h2><p>${short(load.made)} requests a second of ${short(load.asked)} asked for, over ${short(load.seconds)} s. Milliseconds from when each was due.</p>
<div class="wide"><table><thead><tr><th>kind</th><th>requests</th><th>errors</th><th>p50</th><th>p95</th><th>p99</th><th>max</th></tr></thead><tbody>${rows}</tbody></table></div>
${load.metrics.length > 0 && html`<details><summary>The host’s own metrics</summary><pre>${load.metrics.join('\n')}</pre></details>`}</section>`
}
