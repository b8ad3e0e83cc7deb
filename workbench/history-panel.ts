import { html, type SafeHtml } from '../runtime/index.js'
import type { Moment } from './moment.js'

/** Moments a page lists; older ones are kept, but nobody reads so many. */
const listed = 100

/** What happened, the newest first: a button for each moment shows the block as it was then. */
export function historyPanel(moments: readonly Moment[], current: Moment | undefined): SafeHtml {
  const newest = moments.at(-1)
  const shown = moments.slice(-listed).reverse()
  return html`<p class="wb-now"><button type="button" data-at="now" aria-pressed="${String(current === undefined)}">Now</button>
${current ? html`<span>You see how it was after step ${current.id}. What is done there goes on from there.</span>` : html`<span>Choose a step to see the block as it was after it.</span>`}</p>
<ol class="wb-moments" reversed>${shown.map((moment) => line(moment, moment === (current ?? newest)))}</ol>
${shown.length === 0 && html`<p>Nothing has happened yet.</p>`}`
}

function line(moment: Moment, isShown: boolean): SafeHtml {
  const { id, kind, label, who, took, times = [], events, failures } = moment
  return html`<li value="${id}" class="wb-moment">
<button type="button" data-at="${id}" aria-pressed="${String(isShown)}">
<span class="wb-kind wb-kind-${kind}">${kind}</span> <span class="wb-label">${label}</span>
<span class="wb-who">${who}</span>${took !== undefined && html` <span class="wb-took">${milliseconds(took)}</span>`}
</button>
${
  times.length > 0 &&
  html`<details class="wb-times" id="times-${id}"><summary>Time by block</summary><table><thead><tr><th scope="col">Block</th><th scope="col">Time without those in it</th></tr></thead>
<tbody>${times.toReversed().map(({ usage, type, took: own }) => html`<tr><td>${type} <code>${shortKey(usage)}</code></td><td>${milliseconds(own)}</td></tr>`)}</tbody></table></details>`
}
${events.length > 0 && html`<ul class="wb-events">${events.map(({ type, payload }) => html`<li><strong>${type}</strong> <code>${shortened(JSON.stringify(payload))}</code></li>`)}</ul>`}
${failures.map(({ code, message, cause, stack }, index) => html`<p class="wb-failure"><strong>${code}</strong> ${message}${cause !== undefined && !message.includes(cause) && html` (${cause})`}</p>${stack !== undefined && html`<details class="wb-stack" id="stack-${id}-${index}"><summary>Where it was thrown</summary><pre tabindex="0">${stack}</pre></details>`}`)}
</li>`
}

/** A time as people read it. */
export function milliseconds(took: number): string {
  return `${took < 10 ? took.toFixed(1) : Math.round(took)} ms`
}

/** The block's own name at the end of its key. */
function shortKey(usage: string): string {
  return usage.slice(Math.max(usage.lastIndexOf('@'), usage.lastIndexOf(':')) + 1)
}

function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
