import { html, type SafeHtml } from '../../runtime/index.js'
import type { Calibration, Environment } from '../calibration.js'
import { short } from '../figures.js'
import { facts } from './table.js'

/** What the machine can do without anything of ours. */
export function machineSection(
  { jsonMs, twoThreads, twoThreadsSpread: [least, most], timerLate, timerLateBeside, load }: Calibration,
  { cores }: Environment,
): SafeHtml {
  return html`<section><h2>What this machine can do</h2>
<p>Loops with nothing of ours in them, in the same run: a figure is never better than what they allow.</p>
${facts([
  ['Reading and writing 64 KiB of JSON', `${short(jsonMs)} ms of processor`],
  ['Two threads at that', `do ${short(twoThreads)} times what one does (${short(least)} to ${short(most)})`],
  [
    'A timer of 1 ms',
    `comes ${short(timerLate.median)} ms late; one of a hundred ${short(timerLate.p99)} ms or more`,
  ],
  [
    'Beside a thread that never rests',
    `${short(timerLateBeside.median)} ms; one of a hundred ${short(timerLateBeside.p99)} ms or more`,
  ],
  ['Tasks that wanted a processor when it began', `${short(load)}, for ${cores} cores`],
])}
</section>`
}
