import { html, type Finding, type SafeHtml } from '../../runtime/index.js'
import type { JobProgress, JobState } from '../../store/index.js'
import { findingsList } from './findings-list.js'
import { contextLink, counted } from './page-words.js'
import { typeLabel } from './type-words.js'

/** What an import did, as its page tells it. */
export interface ImportedParts {
  readonly context: string
  readonly kind: 'course' | 'library'
  readonly title: string
  readonly stored: boolean
  readonly published: boolean
  readonly blocks: Readonly<Record<string, number>>
  readonly findings: readonly Finding[]
}

/** What a job gave. */
export type JobGave =
  | { readonly what: 'published'; readonly context: string; readonly findings: readonly Finding[] }
  | ({ readonly what: 'imported' } & ImportedParts)
  | { readonly what: 'other' }

/** Long work as its page shows it. */
export interface JobPageParts {
  readonly base: string
  readonly id: string
  readonly heading: string
  readonly state: JobState
  readonly progress: JobProgress
  /** Whether it was told to end. */
  readonly isEnding: boolean
  /** Why it failed. */
  readonly error: { readonly message: string; readonly remedy: string; readonly code: string } | undefined
  readonly gave: JobGave | undefined
  /** Where to go on. */
  readonly back: { readonly address: string; readonly label: string } | undefined
}

/** How far long work is, or what it did. */
export function jobPage(parts: JobPageParts): SafeHtml {
  const { heading, back, gave, error, state } = parts
  const hasEnded = gave !== undefined || error !== undefined || state === 'cancelled'
  return html`${back && html`<nav class="crumbs" aria-label="Where this page stands"><a href="${back.address}">${back.label}</a></nav>`}
<h1>${heading}</h1>
${hasEnded ? ended(parts) : underWay(parts)}`
}

function underWay({ base, id, progress, isEnding }: JobPageParts): SafeHtml {
  const { done, total = 0 } = progress
  const text = progressWords(progress)
  return html`<div data-job>
<p><label for="job-progress">Progress</label> <progress id="job-progress"${total > 0 ? html` max="${total}" value="${Math.min(done, total)}"` : ''}>${text}</progress></p>
<p class="job-words" role="status">${isEnding ? 'It is being ended.' : text}</p></div>
<p>You may leave this page: it goes on by itself. <a href="">Look again</a></p>
${!isEnding && html`<form method="post" action="${base}/author/jobs/${encodeURIComponent(id)}/cancel"><button type="submit" class="quiet">End it before it is done</button></form>`}`
}

/** How far it is, in words. */
export function progressWords({ step, done, total, rate }: JobProgress): string {
  if (step === undefined && done === 0) return 'It waits for its turn.'
  const name =
    step === undefined || step === 'done' ? '' : `${step.charAt(0).toUpperCase()}${step.slice(1)}: `
  const count = total === undefined || total === 0 ? String(done) : `${done} of ${total}`
  const left = rate !== undefined && rate > 0 && total !== undefined ? Math.ceil((total - done) / rate) : 0
  return `${name}${count}${left > 3 ? `, about ${counted(left, 'second')} left` : ''}.`
}

function ended({ base, error, gave, state, back }: JobPageParts): SafeHtml {
  const onwards = back && html`<p><a href="${back.address}">${back.label}</a></p>`
  if (error)
    return html`<p role="alert" class="refused">${error.message}</p><p>${error.remedy}</p><p><small>Code: ${error.code}</small></p>${onwards}`
  if (state === 'cancelled' || !gave)
    return html`<p role="status">It was ended before it was done.</p>${onwards}`
  if (gave.what === 'imported') return imported(base, gave)
  if (gave.what === 'other') return html`<p class="author-news" role="status">Done.</p>${onwards}`
  return html`<p class="author-news" role="status">Published.</p>
${gave.findings.length > 0 && findingsList(base, gave.findings)}${onwards}`
}

function imported(base: string, parts: { readonly what: 'imported' } & ImportedParts): SafeHtml {
  const { context, kind, title, stored, published, blocks, findings } = parts
  const count = Object.values(blocks).reduce((sum, one) => sum + one, 0)
  const standing = !stored
    ? 'Nothing was stored, as learners would miss something.'
    : published
      ? 'It is published.'
      : 'It is the draft; nobody but authors sees it before it is published.'
  return html`<p class="author-news" role="status">${title}: ${counted(count, 'block')} read. ${standing}</p>
${stored && html`<p>${contextLink(base, { context, kind }, `Open ${title}`)}</p>`}
<details><summary>What is in it</summary><ul>${Object.entries(blocks)
    .toSorted(([, one], [, other]) => other - one)
    .map(([type, number]) => html`<li>${typeLabel(type)}: ${number}</li>`)}</ul></details>
${findingsList(base, findings)}`
}
