import { html, trusted } from '../../runtime/index.js'
import type { BenchDocument } from '../document.js'
import { short } from '../figures.js'
import { courseSection } from './course-section.js'
import { loadSection } from './load-section.js'
import { machineSection } from './machine-section.js'
import { peersSection } from './peers-section.js'
import { plotsSection } from './plots-section.js'
import { missedSection, resultsSection } from './results-section.js'
import { style } from './style.js'
import { termSection } from './term-section.js'
import { verdictSection } from './verdict-section.js'

/** The whole report: one page that needs nothing else, and runs nothing. */
export function reportPage(document: BenchDocument): string {
  const { environment, calibration, results, unmeasured, term } = document
  const page = html`${trusted('<!doctype html>')}
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Unit Compositor: benchmarks</title>${trusted(`<style>${style}</style>`)}</head>
<body><main>
<h1>Unit Compositor: benchmarks</h1>
<p>${environment.date.slice(0, 16).replace('T', ' ')} · ${environment.cpu}, ${environment.cores} cores · ${environment.platform} · Node ${environment.node}</p>
${results.length > 0 && html`<p class="sum">${summary(results.length, results.filter(({ met }) => met).length, unmeasured.length)}</p>`}
${calibration.load > environment.cores && html`<p class="warning">The machine had ${short(calibration.load)} tasks for ${environment.cores} cores when it began. Ratios hold more or less; times do not: measure again when it is quiet.</p>`}
${verdictSection(document)}
${courseSection(document)}
${loadSection(document)}
${missedSection(results)}
${plotsSection(results, calibration)}
${resultsSection(document)}
${peersSection(document)}
${term && termSection(term)}
${machineSection(calibration, environment)}
<section><h2>How to read it</h2><p>Each subject and its opponent are measured in turn, in pairs, in a process of their own, so that a machine that slows down slows both: ratios travel to other machines, times do not. Times are of the processor, all threads together; where other processes or threads do the work on purpose, they are of the clock on the wall. What would make each figure lie is said in docs/benchmarks.md.</p></section>
</main></body></html>
`
  return page.text
}

function summary(all: number, met: number, unmeasured: number): string {
  const targets =
    all === met ? `All ${all} targets are met.` : `${met} of ${all} targets are met, ${all - met} missed.`
  return unmeasured === 0 ? targets : `${targets} ${unmeasured} could not be measured.`
}
