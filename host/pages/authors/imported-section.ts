import { html, type Finding, type SafeHtml } from '../../../runtime/index.js'
import { toSay, type PageWords } from '../../words/index.js'
import { courseAddress } from './course-head.js'
import { findingsList } from './findings-list.js'
import { libraryAddress } from '../libraries/libraries-page.js'
import { missedWords } from './missed-words.js'
import { contextLink } from '../page-words.js'
import { typeName } from '../type-names.js'

/** What an import did, as its page tells it. */
export interface ImportedParts {
  readonly context: string
  readonly kind: 'course' | 'library'
  readonly title: string
  readonly stored: boolean
  /** Version that it made. */
  readonly version: string
  readonly published: boolean
  readonly blocks: Readonly<Record<string, number>>
  readonly findings: readonly Finding[]
  /** How its context stands by now; undefined where it is gone. */
  readonly now:
    | { readonly draft: string; readonly published: string | null; readonly mayPublish: boolean }
    | undefined
}

/** What came in, what learners would miss of it first, and what to do next. */
export function importedSection(words: PageWords, base: string, parts: ImportedParts): SafeHtml {
  const { kind, title, stored, version, blocks, findings, now } = parts
  const count = Object.values(blocks).reduce((sum, one) => sum + one, 0)
  const isPublished = parts.published || now?.published === version
  const missed = missedWords(words, findings)
  const verdict =
    missed === undefined
      ? words.say('Learners will miss nothing.')
      : isPublished
        ? words.say('Learners miss: {what}.', { what: missed })
        : words.say('Learners will miss: {what}.', { what: missed })
  const standing = !stored
    ? toSay('Nothing was stored, as learners would miss something.')
    : isPublished
      ? kind === 'library'
        ? toSay('It is published: courses can refer to it now, and learners see it there.')
        : toSay('It is published.')
      : now?.draft === version
        ? toSay('It is the draft; nobody but authors sees it before it is published.')
        : toSay('It was changed since; what it is by now stands on its own pages.')
  return html`<section class="import-verdict${missed === undefined ? ' is-whole' : ''}" aria-labelledby="verdict"><h2 id="verdict">${verdict}</h2>
<p role="status">${words.sayHtml('{title}: {count, plural, one {# block was} other {# blocks were}} read.', { title: html`<bdi>${title}</bdi>`, count })} ${words.say(standing)}</p>
${stored && now && next(words, base, { ...parts, isPublished, isMissed: missed !== undefined })}</section>
${findingsList(words, base, stored ? findings : findings.map(({ usage: _none, ...one }) => one))}
<details class="import-types"><summary>${words.say(kind === 'course' ? toSay('What is in the course') : toSay('What is in the library'))}</summary><ul>${Object.entries(
    blocks,
  )
    .toSorted(([, one], [, other]) => other - one)
    .map(
      ([type, number]) => html`<li>${typeName(words, type)}: ${words.formatNumber(number)}</li>`,
    )}</ul></details>`
}

function next(
  words: PageWords,
  base: string,
  parts: ImportedParts & { readonly isPublished: boolean; readonly isMissed: boolean },
): SafeHtml {
  const { context, kind, title, version, now, isPublished, isMissed } = parts
  const own = kind === 'course' ? courseAddress(base, context) : libraryAddress(base, context)
  const isOffered = !isPublished && now?.draft === version
  if (!isOffered)
    return html`<p class="author-actions">${contextLink(base, { context, kind }, words.say('Open {title}', { title }))}${kind === 'course' && isPublished && html` <a href="${base}/contexts/${encodeURIComponent(context)}">${words.say('As learners see it')}</a>`}</p>`
  const label = isMissed ? words.say('Publish all the same') : words.say('Publish')
  const publish =
    kind === 'course'
      ? html`<form method="post" action="${own}/publish"><input type="hidden" name="draft" value="${version}">${isMissed && html`<input type="hidden" name="despite" value="${version}">`}<button type="submit" name="what" value="all">${label}</button></form>`
      : html`<a class="button" href="${own}/publish">${label}</a>`
  return html`<div class="author-actions">${now?.mayPublish && publish} <a class="button quiet" href="${own}">${words.say('Keep as a draft')}</a>${kind === 'course' && now?.published !== null && html` <a class="button quiet" href="${own}/changes">${words.say('See what would change')}</a>`}</div>
<p><small>${kind === 'course' ? words.say('As a draft it stands in the course tree: you can correct it there, and publish it later.') : words.say('As a draft it stands on the page of the library: you can correct it there, and publish it later.')}</small></p>`
}
