import { html, type Finding, type SafeHtml } from '../../../runtime/index.js'
import type { JobProgress, JobState } from '../../../store/index.js'
import { isLibrary } from './author-pages.js'
import { findingsList } from './findings-list.js'
import { importedSection, type ImportedParts } from './imported-section.js'
import { toSay, type PageWords } from '../../words/index.js'

/** What a job gave. */
export type JobGave =
  | { readonly what: 'published'; readonly context: string; readonly findings: readonly Finding[] }
  | ({ readonly what: 'imported' } & ImportedParts)
  | { readonly what: 'other' }

/** Long work as its page shows it. */
export interface JobPageParts {
  readonly words: PageWords
  readonly base: string
  readonly id: string
  readonly heading: string
  readonly isImport: boolean
  readonly state: JobState
  readonly progress: JobProgress
  /** Whether it was told to end. */
  readonly isEnding: boolean
  /** Why it failed. */
  readonly error:
    | {
        readonly message: string
        readonly remedy: string
        readonly code: string
        /** Where in its files: `course.xml:2:5`. */
        readonly place: string | undefined
      }
    | undefined
  readonly gave: JobGave | undefined
  /** Where to go on. */
  readonly back: { readonly address: string; readonly label: string } | undefined
}

/** How far long work is, or what it did. */
export function jobPage(parts: JobPageParts): SafeHtml {
  const { words, heading, back, gave, error, state } = parts
  const hasEnded = gave !== undefined || error !== undefined || state === 'cancelled'
  return html`${back && html`<nav class="crumbs" aria-label="${words.say('Where this page stands')}"><a href="${back.address}">${back.label}</a></nav>`}
<h1>${heading}</h1>
${hasEnded ? ended(parts) : underWay(parts)}`
}

function underWay({ words, base, id, progress, isEnding }: JobPageParts): SafeHtml {
  const { done, total = 0 } = progress
  const text = progressWords(words, progress)
  return html`<div data-job>
<p><label for="job-progress">${words.say('Progress')}</label> <progress id="job-progress"${total > 0 ? html` max="${total}" value="${Math.min(done, total)}"` : ''}>${text}</progress></p>
<p class="job-words" role="status">${isEnding ? words.say('It is being ended.') : text}</p></div>
<p>${words.say('You may leave this page: it goes on by itself, also when the site is started again.')} <a href="">${words.say('Look again')}</a></p>
${!isEnding && html`<form method="post" action="${base}/author/jobs/${encodeURIComponent(id)}/cancel"><button type="submit" class="quiet">${words.say('End it before it is done')}</button></form>`}`
}

/** How far it is, in words. */
export function progressWords(words: PageWords, { step, done, total, rate }: JobProgress): string {
  if (step === undefined && done === 0) return words.say('It waits for its turn.')
  const known = step !== undefined && Object.hasOwn(steps, step) ? steps[step] : undefined
  const count =
    total === undefined || total === 0
      ? words.formatNumber(done)
      : words.say('{done} of {total}', { done, total })
  const left = rate !== undefined && rate > 0 && total !== undefined ? Math.ceil((total - done) / rate) : 0
  return [
    known === undefined ? '' : words.say(known),
    count,
    left > 3
      ? words.say('{seconds, plural, one {about # second left} other {about # seconds left}}', {
          seconds: left,
        })
      : '',
  ]
    .filter(Boolean)
    .join(' · ')
}

/** What work is at, as people call it. */
const steps: Readonly<Record<string, string>> = {
  opening: toSay('Opening'),
  reading: toSay('Reading'),
  storing: toSay('Storing'),
  history: toSay('Taking in older versions'),
  'checking scripts': toSay('Trying scripts'),
  publishing: toSay('Publishing'),
  following: toSay('Publishing what follows it'),
}

function ended(parts: JobPageParts): SafeHtml {
  const { words, base, error, gave, state, back } = parts
  const onwards =
    back && html`<p class="author-actions"><a class="button" href="${back.address}">${back.label}</a></p>`
  if (error) return failed(parts, error)
  if (state === 'cancelled' || !gave)
    return html`<section class="import-verdict"><p role="status">${words.say('It was ended before it was done.')}</p>${onwards}</section>`
  if (gave.what === 'imported') return importedSection(words, base, gave)
  if (gave.what === 'other')
    return html`<p class="author-news" role="status">${words.say('Done')}</p>${onwards}`
  const published = isLibrary(gave.context)
    ? words.say('Published: courses can refer to it now.')
    : words.say('Published: learners see it now.')
  return html`<p class="author-news" role="status">${published}</p>
${gave.findings.length > 0 && findingsList(words, base, gave.findings)}${onwards}`
}

function failed(
  { words, isImport, back }: JobPageParts,
  { message, remedy, code, place }: NonNullable<JobPageParts['error']>,
): SafeHtml {
  return html`<section class="import-verdict" aria-labelledby="verdict"><h2 id="verdict">${isImport ? words.say('The import failed') : words.say('It did not work')}</h2>
<p role="alert">${words.told(message)}${place !== undefined && html` <small><bdi dir="ltr">${place}</bdi></small>`}</p>
<p class="finding-remedy"><strong>${words.say('What to do:')}</strong> ${words.told(remedy)} <small><bdi>${code}</bdi></small></p>
${back && html`<p class="author-actions"><a class="button" href="${back.address}">${isImport ? words.say('Choose another archive') : back.label}</a></p>`}</section>`
}
