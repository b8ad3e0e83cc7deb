import {
  changedBlocks,
  type BlockResult,
  type LearnerLog,
  type LearnerStep,
  type StepEvent,
} from '../../lms/index.js'
import { html, trusted, type Json, type SafeHtml } from '../../runtime/index.js'
import { pageHead } from '../../host/pages/index.js'
import { factsOfStep, type BlockAfterStep } from './step-facts.js'

/** Steps that are listed around the one that is shown. */
const listed = 12
/** Characters of a value that stand in a line; of longer ones the rest is folded away. */
const inLine = 160

/** What of a learner's log is looked at. */
export interface LookedAt {
  readonly log: LearnerLog
  /** The step, counted from 1; 0 is before the first. */
  readonly at: number
  /** The block whose steps alone are gone through; all where it is left out. */
  readonly block?: string | undefined
  /** Address of the unit as the learner had it then; undefined where its content is not at hand. */
  readonly shown?: string | undefined
}

/** A learner's log at one step. It is gone through by links, so it needs no script; one lets arrow keys do it, too. */
export function learnerLogPage({ log, at, block, shown }: LookedAt): string {
  const numbers = log.steps.flatMap((step, index) => (isAbout(step, block) ? [index + 1] : []))
  const step = log.steps[at - 1]
  const place = step ? numbers.filter((number) => number <= at).length : 0
  const title = `Log of ${log.learner}: ${step ? `step ${place} of ${numbers.length}, ${nameOf(step)}` : 'before the first step'}`
  return html`${trusted('<!doctype html>')}
<html lang="en">
${pageHead({ title, client: (file) => `/client/${file}`, styles: ['learner-log.css'], script: 'learner-log.js' })}
<body class="log">
<header>
<p><a href="/">Workbench</a></p>
<h1>Log of ${log.learner}</h1>
${steering(numbers, at, block)}
<form method="get" action="/learner" class="log-choice">
<label for="block">Steps of</label> <select id="block" name="block"><option value="">all blocks</option>${[...log.blocks].map(([usage, name]) => html`<option value="${usage}"${usage === block && trusted(' selected')}>${name === '' ? '' : `${name} · `}${shortKey(usage)}</option>`)}</select>
<input type="hidden" name="at" value="${at}"><button>Show</button>
</form>
</header>
<main id="main">
${step ? stepShown(log, step, at, block) : html`<h2>Before the first step</h2><p>Nothing is stored of the learner.</p>`}
${shown !== undefined && html`<section aria-labelledby="shown-title"><h2 id="shown-title">The unit after this step</h2><iframe class="log-unit" sandbox="allow-same-origin" title="The unit as ${log.learner} had it" src="${shown}"></iframe><p class="log-note">It is what is published now with what was stored then, to look at only.</p></section>`}
</main>
<nav aria-label="All steps" class="log-steps">${stepList(log, numbers, at, block)}</nav>
</body>
</html>
`.text
}

/** Whether a step is about a block. */
function isAbout(step: LearnerStep, block: string | undefined): boolean {
  if (block === undefined) return true
  const isTold = step.events.some(({ usage }) => usage === block)
  return isTold || step.changed?.isErased === true || changedBlocks(step).has(block)
}

function addressOf(at: number, block: string | undefined): string {
  const query = new URLSearchParams({ at: String(at), ...(block !== undefined && { block }) })
  return `/learner?${query.toString()}`
}

/** First, back, on, last. What leads nowhere stays where it is, so that nothing moves under a finger. */
function steering(numbers: readonly number[], at: number, block: string | undefined): SafeHtml {
  const back = numbers.findLast((number) => number < at) ?? 0
  const on = numbers.find((number) => number > at)
  const link = (words: string, to: number | undefined, rel: SafeHtml | false = false) =>
    to === undefined || to === at
      ? html`<span class="log-off" aria-disabled="true">${words}</span>`
      : html`<a href="${addressOf(to, block)}"${rel}>${words}</a>`
  return html`<nav aria-label="Steps" class="log-steer">
${link('Start', 0)} ${link('Back', at === 0 ? undefined : back, trusted(' rel="prev" accesskey="b"'))} ${link('On', on, trusted(' rel="next" accesskey="n"'))} ${link('End', numbers.at(-1))}
</nav>`
}

function stepShown(
  log: LearnerLog,
  step: LearnerStep,
  at: number,
  block: string | undefined,
): readonly SafeHtml[] {
  const { events, changed } = step
  return [
    html`<h2 tabindex="-1" id="step">${nameOf(step)}</h2><p class="log-note">Change ${step.number} of the learner${step.at !== undefined && html`, <time datetime="${new Date(step.at).toISOString()}">${new Date(step.at).toISOString().replace('T', ' ')}</time>`}</p>`,
    html`<section aria-labelledby="events-title"><h2 id="events-title">Events</h2>${events.length === 0 ? html`<p>None was told.</p>` : html`<ol class="log-events">${events.map(eventShown)}</ol>`}</section>`,
    html`${changed?.isErased && html`<p><strong>All that was stored of the learner was removed.</strong></p>`}`,
    html`${!changed && html`<p>The log does not tell what was stored: it has no states of this learner.</p>`}`,
    ...factsOfStep(log, at, block).map(blockShown),
  ]
}

function eventShown({ name, usage, title, original, payload }: StepEvent): SafeHtml {
  return html`<li><strong>${name}</strong> ${title !== '' && html`at “${title}”`} <code>${usage}</code>
${original && html`<br><span class="log-note">from ${original.block}, version ${original.version}</span>`}
${value(payload)}</li>`
}

function blockShown(one: BlockAfterStep, index: number): SafeHtml {
  const { usage, title, changes, fields, draw, before, after, isDeleted } = one
  const id = `block-${index}`
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title === '' ? shortKey(usage) : title}</h2>
<p class="log-note"><code>${usage}</code></p>
${isDeleted && html`<p><strong>What was stored of it was deleted.</strong></p>`}
<p>Score: ${score(after)}${score(before) !== score(after) && html` (before: ${score(before)})`}. Completion: ${after?.completion ?? 0}.</p>
${draw && html`<h3>Draw</h3><ol>${draw.map(({ key, original }) => html`<li><code>${key}</code>${original !== undefined && html`<br><span class="log-note">${original}</span>`}</li>`)}</ol>`}
${
  changes.length > 0 &&
  html`<div class="log-table" role="region" aria-label="What changed" tabindex="0"><table><caption>What changed</caption><thead><tr><th scope="col">Field</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
<tbody>${changes.map((change) => html`<tr><th scope="row">${change.field} <span class="log-note">${change.scope}</span></th><td>${value(change.before)}</td><td>${value(change.after)}</td></tr>`)}</tbody></table></div>`
}
${
  fields.length === 0
    ? html`<p>Nothing is stored of it.</p>`
    : html`<div class="log-table" role="region" aria-label="Fields after this step" tabindex="0"><table><caption>Fields after this step</caption><thead><tr><th scope="col">Field</th><th scope="col">Value</th></tr></thead>
<tbody>${fields.map(({ scope, field, value: one }) => html`<tr><th scope="row">${field} <span class="log-note">${scope}</span></th><td>${value(one)}</td></tr>`)}</tbody></table></div>`
}</section>`
}

function stepList(
  log: LearnerLog,
  numbers: readonly number[],
  at: number,
  block: string | undefined,
): SafeHtml {
  const place = Math.max(0, numbers.filter((number) => number <= at).length - 1)
  const start = Math.max(0, Math.min(place - Math.floor(listed / 2), numbers.length - listed))
  const shown = numbers.slice(start, start + listed)
  return html`<ol start="${start + 1}">${shown.map((number) => {
    const step = log.steps[number - 1]
    return html`<li><a href="${addressOf(number, block)}"${number === at && trusted(' aria-current="step"')}>${step && nameOf(step)}</a></li>`
  })}</ol>`
}

/** A step in a few words: the event that says most, or what it changed. */
function nameOf({ events, changed }: LearnerStep): string {
  if (changed?.isErased) return 'learner erased'
  const [event] = events.filter(({ name }) => !/^(grade|completion)$/.test(name))
  const told = event ?? events[0]
  if (told) return `${told.name}${told.title === '' ? '' : ` at ${told.title}`}`
  const [field] = changed?.fields ?? []
  return field ? `${field.field} of ${shortKey(field.id)}` : 'a change'
}

function score(result: BlockResult | undefined): string {
  const { grade } = result ?? {}
  return grade ? `${grade.earned} of ${grade.possible}` : 'none'
}

function value(json: Json | undefined): SafeHtml {
  if (json === undefined) return html`<span class="log-note">nothing</span>`
  const text = JSON.stringify(json)
  if (text.length <= inLine) return html`<code>${text}</code>`
  return html`<details><summary><code>${text.slice(0, inLine)}…</code></summary><pre tabindex="0">${JSON.stringify(json, null, 2)}</pre></details>`
}

/** The block's own name at the end of its key. */
function shortKey(usage: string): string {
  return usage.slice(Math.max(usage.lastIndexOf('@'), usage.lastIndexOf(':')) + 1)
}
