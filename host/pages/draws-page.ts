import type { ExplainedDraw } from '../../lms/index.js'
import { html, type DrawnBecause, type PassedOver, type SafeHtml } from '../../runtime/index.js'
import type { StaffPlace } from './staff-place.js'

const because: Readonly<Record<DrawnBecause['why'], string>> = {
  stored: 'stored before',
  drawn: 'drawn now',
  'same-as': 'shown there, too',
}

const passed: Readonly<Record<PassedOver['why'], string>> = {
  'shown-elsewhere': 'another bank of the group shows it',
  'needed-elsewhere': 'a later bank of the group needs it',
  'had-last-time': 'the learner had it last time',
  'stored-stays': 'what was stored stays',
}

const gone: Readonly<Record<ExplainedDraw['dropped'][number]['why'], string>> = {
  'not-in-pool': 'no longer in the pool',
  'too-many': 'fewer are shown',
  'not-the-same': 'not shown there any more',
}

/** Most of those that are listed whose turn was passed over. */
const mostPassed = 50

/** For staff: what banks of a unit show one learner, and why. @param draws undefined where nobody was asked for */
export function drawsPage(
  { base, unit }: Pick<StaffPlace, 'base' | 'unit'>,
  learner: string,
  draws: readonly ExplainedDraw[] | undefined,
): SafeHtml {
  const address = `${base}/staff/units/${encodeURIComponent(unit.key)}`
  return html`<nav class="crumbs" aria-label="Where this page stands"><a href="${base}/units/${encodeURIComponent(unit.key)}">${unit.title}</a> › <a href="${address}">Submissions</a></nav>
<h1>What was drawn in “${unit.title}”</h1>
<form class="staff-search" method="get" action="${address}/draws">
<label for="draws-learner">Learner</label>
<input id="draws-learner" name="learner" value="${learner}" autocomplete="off" required>
<button type="submit">Show</button>
</form>
${draws?.length === 0 && html`<p role="status">Nothing is drawn for ${learner} in this unit.</p>`}
${draws?.map(oneDraw)}`
}

function oneDraw(draw: ExplainedDraw, index: number): SafeHtml {
  const { usage, title, selected, dropped, passedOver, group, sameAs } = draw
  const id = `draw-${index}`
  const more = passedOver.length - mostPassed
  return html`<section class="staff-draw" aria-labelledby="${id}">
<h2 id="${id}">${title === '' ? usage : title}</h2>
<p>${facts(draw)}</p>
${sameAs !== undefined && html`<p>Shows the same as <code>${sameAs}</code>.</p>`}
<div class="staff-scroll" role="region" aria-labelledby="${id}" tabindex="0"><table><thead><tr><th scope="col">Shown</th><th scope="col">Why</th><th scope="col">Turn</th></tr></thead><tbody>${selected.map(
    ({ component, why, turn, alsoIn = [] }) =>
      html`<tr><td><code>${component}</code></td><td>${because[why]}${alsoIn.length > 0 && html`; also in ${alsoIn.join(', ')}, as the pools are too small`}</td><td>${String(turn)}</td></tr>`,
  )}</tbody></table></div>
${dropped.length > 0 && html`<h3>Shown no longer</h3><ul>${dropped.map(({ key, why }) => html`<li><code>${key}</code>: ${gone[why]}</li>`)}</ul>`}
${passedOver.length > 0 && html`<h3>Passed over</h3><ul>${passedOver.slice(0, mostPassed).map(({ component, turn, why, by }) => html`<li>${String(turn)}: <code>${component}</code>, ${passed[why]}${by !== undefined && html` (<code>${by}</code>)`}</li>`)}${more > 0 && html`<li>and ${String(more)} more</li>`}</ul>`}
${group && html`<h3>Banks of the group</h3><ul>${group.map((bank) => html`<li><code>${bank.usage}</code>: <code>${bank.components.join(', ')}</code></li>`)}</ul>`}
</section>`
}

function facts({ count, pool, draw, isStored }: ExplainedDraw): string {
  const anew = draw === 0 ? '' : ` The learner began anew ${draw === 1 ? 'once' : `${draw} times`}.`
  return `${count} of ${pool} are shown, each learner’s by the turns of an order of their own. ${isStored ? 'The choice is stored.' : 'The choice will be stored with the first view.'}${anew}`
}
