import { html, type SafeHtml } from '../runtime/index.js'
import type { Moment } from './moment.js'
import type { BlockStanding, FieldStanding, HandlerStanding } from './stage-door.js'

/** What those who write OLX, call handlers and read events have to know of each block type of a scenario. */
export function docsPanel(blocks: readonly BlockStanding[], moments: readonly Moment[]): SafeHtml {
  const types = new Map(blocks.map((block) => [block.type, block]))
  const seen = moments.flatMap(({ events }) => events)
  return html`${[...types.values()].map((block) => {
    const events = new Set([
      ...block.events,
      ...seen.filter(({ blockType }) => blockType === block.type).map(({ type }) => type),
    ])
    return typeDocs(block, [...events].sort())
  })}`
}

function typeDocs(
  { type, fields, views, handlers, events }: BlockStanding,
  told: readonly string[],
): SafeHtml {
  const happened = new Set(events)
  return html`<section class="wb-block" aria-labelledby="docs-${type}">
<h2 id="docs-${type}">${type}</h2>
<h3>Fields</h3>
${fields.length === 0 ? html`<p>It has none.</p>` : html`<dl class="wb-docs">${fields.map(fieldDocs)}</dl>`}
<h3>Views</h3>
<p>${views.map((view, index) => html`${index > 0 && ', '}<code>${view}</code>`)}</p>
<h3>Handlers</h3>
${handlers.length === 0 ? html`<p>It has none.</p>` : html`<dl class="wb-docs">${handlers.map(handlerDocs)}</dl>`}
<h3>Events</h3>
${told.length === 0 ? html`<p>Its code names none, and none was published here yet.</p>` : html`<ul class="wb-docs">${told.map((name) => html`<li><code>${name}</code>${!happened.has(name) && html` <small>seen here</small>`}</li>`)}</ul>`}
</section>`
}

function fieldDocs({ olxName, label, help, type, scope, defaultText, choices }: FieldStanding): SafeHtml {
  return html`<div><dt><code>${olxName}</code> ${label}</dt>
<dd>${help !== '' && html`<span>${help}</span> `}<small>${type}, ${scope}; ${defaultText === '' ? 'empty by default' : html`<code>${defaultText.slice(0, 100)}</code> by default`}${choices && html`; one of ${choices.map(([value], index) => html`${index > 0 && ', '}<code>${value}</code>`)}`}</small></dd></div>`
}

const callers = {
  staff: 'staff alone',
  author: 'authors alone',
  route: 'routes of its plugin alone',
} as const

function handlerDocs({ name, method, takes, isFor }: HandlerStanding): SafeHtml {
  return html`<div><dt><code>${name}</code></dt>
<dd><small>${method}${takes !== 'raw' && html`, takes ${takes}`}${isFor !== undefined && html`; for ${callers[isFor]}`}</small></dd></div>`
}
