import { enrollmentTrackGroups, html, type CompositorError, type SafeHtml } from '../../runtime/index.js'
import type { Draw } from '../draft-preview/draws.js'
import type { GroupChoice } from '../draft-preview/group-choices.js'
import { momentText, previewedAs, type PreviewedLearner } from '../draft-preview/previewed-learner.js'

/** A block of a draft as a learner would see it, and what the author chooses. */
export interface PreviewPageParts {
  readonly base: string
  /** Whether it stands beside a list, in a frame: then it is what the learner sees, and nothing else. */
  readonly isBeside?: boolean
  /** Usage key of the block, as text. */
  readonly usage: string
  readonly context: string
  readonly contextTitle: string
  readonly title: string
  readonly as: PreviewedLearner
  readonly groups: readonly GroupChoice[]
  /** What the learner sees. */
  readonly content: SafeHtml
  /** What the learner is told in place of it; undefined where it is theirs. */
  readonly refusal: string | undefined
  readonly draws: readonly Draw[]
  readonly failures: readonly CompositorError[]
  /** What is told once, after a form of this page was sent. */
  readonly notice: string | undefined
}

/** An author's preview of a block, as one learner. */
export function previewPage(parts: PreviewPageParts): SafeHtml {
  const { base, usage, context, contextTitle, title, as, refusal, draws, failures, notice } = parts
  const block = `${base}/author/blocks/${encodeURIComponent(usage)}`
  const { name } = as
  const shown = html`${notice !== undefined && html`<p class="notice" id="notice" role="status" tabindex="-1">${notice}</p>`}
<section class="learner-preview" aria-label="What ${name} sees">
${refusal === undefined ? parts.content : html`<p role="note">${name} does not see this: ${refusal}</p>`}
</section>`
  if (parts.isBeside) return html`<h1>${title}</h1>${shown}`
  return html`<nav class="crumbs" aria-label="Where this block stands"><a href="${base}/author/contexts/${encodeURIComponent(context)}">${contextTitle}</a> › <a href="${block}">Edit ${title}</a></nav>
<h1>${title} <small>as a learner sees ${as.version === undefined ? 'the draft' : `version ${as.version.slice(0, 12)}`}</small></h1>
${chooser(parts)}
${shown}
${
  draws.length > 0 &&
  html`<section aria-labelledby="drawn"><h2 id="drawn">Drawn for ${name}</h2>
<ul>${draws.map((one) => drawn(base, one))}</ul></section>`
}
${
  failures.length > 0 &&
  html`<section aria-labelledby="failed"><h2 id="failed">What failed</h2>
<p>Learners are not told why.</p>
<ul class="author-unseen">${failures.map((one) => failed(base, one))}</ul></section>`
}
<form class="author-standing" method="post" action="${base}/author/previews/${encodeURIComponent(usage)}/start-over">
<p>Nothing done here is kept: no learner’s work, events or grades change, and learners see none of it.</p>
<input type="hidden" name="as" value="${previewedAs(as)}">
<button type="submit">Start over</button>
</form>`
}

function chooser({ base, usage, as, groups }: PreviewPageParts): SafeHtml {
  const { name, at, track } = as
  const kept = (['to', 'version'] as const).map(
    (one) => as[one] !== undefined && html`<input type="hidden" name="${one}" value="${as[one]}">`,
  )
  return html`<form class="preview-as" method="get" action="${base}/author/previews/${encodeURIComponent(usage)}">${kept}
<p><label for="preview-name">Learner</label>
<input id="preview-name" name="name" value="${name}" maxlength="60" autocomplete="off"></p>
<p><label for="preview-at">Date, UTC (empty: now)</label>
<input id="preview-at" name="at" type="datetime-local" value="${at === undefined ? '' : momentText(at)}"></p>
${groups.map((choice) => groupSelect(choice, as))}
<p><label for="preview-track">Enrolled as</label>
<select id="preview-track" name="track">${option('', 'not said', track ?? '')}${Object.keys(
    enrollmentTrackGroups,
  ).map((one) => option(one, one, track ?? ''))}</select></p>
<button type="submit">Show</button>
</form>`
}

function groupSelect({ partition, title, groups, isDrawn }: GroupChoice, as: PreviewedLearner): SafeHtml {
  const id = `group-${partition}`
  const said = as.groups[partition]
  const chosen = said === undefined ? '' : String(said ?? 'none')
  return html`<p><label for="${id}">${title}</label>
<select id="${id}" name="${id}">${option('', isDrawn ? 'drawn' : 'in no group', chosen)}${groups.map(
    (group) => option(String(group.id), group.title, chosen),
  )}${isDrawn && option('none', 'in no group', chosen)}</select></p>`
}

function option(value: string, title: string, chosen: string): SafeHtml {
  return html`<option value="${value}"${value === chosen ? html` selected` : ''}>${title}</option>`
}

function drawn(base: string, { title, drawn: members }: Draw): SafeHtml {
  const link = ({ key, title: name }: Draw['drawn'][number]) =>
    html`<li><a href="${base}/author/blocks/${encodeURIComponent(key)}">${name}</a></li>`
  return html`<li>${title}: ${members.length === 0 ? 'nothing' : html`<ol>${members.map(link)}</ol>`}</li>`
}

function failed(base: string, { usage, message, code }: CompositorError): SafeHtml {
  const where =
    usage !== undefined && html`<a href="${base}/author/blocks/${encodeURIComponent(usage)}">${usage}</a><br>`
  return html`<li>${where}<code>${code}</code> ${message}</li>`
}
