import { enrollmentTrackGroups, html, type CompositorError, type SafeHtml } from '../../../runtime/index.js'
import type { Draw } from '../../draft-preview/draws.js'
import type { GroupChoice } from '../../draft-preview/group-choices.js'
import { directionOf } from '../../../runtime/words/index.js'
import type { PageWords } from '../../words/index.js'
import { courseContent } from '../course-content.js'
import { localTime } from '../zoned-date.js'
import { previewedAs, type PreviewedLearner } from '../../draft-preview/previewed-learner.js'

/** A block of a draft as a learner would see it, and what the author chooses. */
export interface PreviewPageParts {
  readonly words: PageWords
  /** Languages that the learner may have, as in BCP 47. */
  readonly languages: readonly string[]
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
  /** The language of the course, as in BCP 47, where it says one. */
  readonly language: string | undefined
  /** What the learner is told in place of it; undefined where it is theirs. */
  readonly refusal: string | undefined
  readonly draws: readonly Draw[]
  readonly failures: readonly CompositorError[]
  /** What is told once, after a form of this page was sent. */
  readonly notice: string | undefined
}

/** An author's preview of a block, as one learner. */
export function previewPage(parts: PreviewPageParts): SafeHtml {
  const { words, base, usage, context, contextTitle, title, as, refusal, draws, failures, notice } = parts
  const block = `${base}/author/blocks/${encodeURIComponent(usage)}`
  const { name, language = 'en' } = as
  const shown = html`${notice !== undefined && html`<p class="notice" id="notice" role="status" tabindex="-1">${notice}</p>`}
<section class="learner-preview" aria-label="${words.say('What {name} sees', { name })}">
${refusal === undefined ? ofLearner(parts, language) : html`<p role="note">${words.say('{name} does not see this: {why}', { name, why: refusal })}</p>`}
</section>`
  if (parts.isBeside) return html`<h1>${words.ofCourse(title)}</h1>${shown}`
  const seen =
    as.version === undefined
      ? words.say('as a learner sees the draft')
      : words.say('as a learner sees version {version}', { version: as.version.slice(0, 12) })
  return html`<nav class="crumbs" aria-label="${words.say('Where this block stands')}"><a href="${base}/author/contexts/${encodeURIComponent(context)}">${words.ofCourse(contextTitle)}</a> › <a href="${block}">${words.say('Edit {title}', { title })}</a></nav>
<h1>${words.ofCourse(title)} <small>${seen}</small></h1>
<div class="preview-note" role="note"><p>${words.say('Nothing done here is kept: no learner’s work, events or grades change, and learners see none of it.')}</p>
<form method="post" action="${base}/author/previews/${encodeURIComponent(usage)}/start-over"><input type="hidden" name="as" value="${previewedAs(as)}"><button type="submit" class="quiet">${words.say('Start over')}</button></form></div>
${chooser(parts)}
${shown}
${
  draws.length > 0 &&
  html`<section aria-labelledby="drawn"><h2 id="drawn">${words.say('Drawn for {name}', { name })}</h2>
<ul>${draws.map((one) => drawn(parts, one))}</ul></section>`
}
${
  failures.length > 0 &&
  html`<section aria-labelledby="failed"><h2 id="failed">${words.say('What failed')}</h2>
<p>${words.say('Learners are not told why.')}</p>
<ul class="author-unseen">${failures.map((one) => failed(base, one))}</ul></section>`
}`
}

function chooser({ words, languages, base, usage, as, groups }: PreviewPageParts): SafeHtml {
  const { name, at, track, language } = as
  const kept = (['to', 'version'] as const).map(
    (one) => as[one] !== undefined && html`<input type="hidden" name="${one}" value="${as[one]}">`,
  )
  const known = language === undefined || languages.includes(language) ? languages : [...languages, language]
  const names = new Intl.DisplayNames([words.locale], { type: 'language' })
  return html`<form class="preview-as" method="get" action="${base}/author/previews/${encodeURIComponent(usage)}">${kept}
<p><label for="preview-name">${words.say('Learner')}</label>
<input id="preview-name" name="name" value="${name}" maxlength="60" autocomplete="off" dir="auto"></p>
<p><label for="preview-at">${words.say('Date, in your time ({zone}); empty: now', { zone: words.timeZone })}</label>
<input type="hidden" name="zone" value="${words.timeZone}"><input id="preview-at" name="at" type="datetime-local" value="${at === undefined ? '' : localTime(new Date(at), words.timeZone)}"></p>
<p><label for="preview-language">${words.say('Language')}</label>
<select id="preview-language" name="language">${option('', words.say('not said'), language ?? '')}${known.map((one) => option(one, names.of(one) ?? one, language ?? ''))}</select></p>
${groups.map((choice) => groupSelect(words, choice, as))}
<p><label for="preview-track">${words.say('Enrolled as')}</label>
<select id="preview-track" name="track">${option('', words.say('not said'), track ?? '')}${Object.keys(
    enrollmentTrackGroups,
  ).map((one) => option(one, one, track ?? ''))}</select></p>
<button type="submit">${words.say('Show')}</button>
</form>`
}

function groupSelect(
  words: PageWords,
  { partition, title, groups, isDrawn }: GroupChoice,
  as: PreviewedLearner,
): SafeHtml {
  const id = `group-${partition}`
  const said = as.groups[partition]
  const chosen = said === undefined ? '' : String(said ?? 'none')
  const inNone = words.say('in no group')
  return html`<p><label for="${id}">${words.ofCourse(title)}</label>
<select id="${id}" name="${id}">${option('', isDrawn ? words.say('drawn') : inNone, chosen)}${groups.map(
    (group) => option(String(group.id), group.title, chosen),
  )}${isDrawn && option('none', inNone, chosen)}</select></p>`
}

function option(value: string, title: string, chosen: string): SafeHtml {
  return html`<option value="${value}"${value === chosen ? html` selected` : ''}>${title}</option>`
}

function drawn({ words, base }: PreviewPageParts, { title, drawn: members }: Draw): SafeHtml {
  const link = ({ key, title: name }: Draw['drawn'][number]) =>
    html`<li><a href="${base}/author/blocks/${encodeURIComponent(key)}">${words.ofCourse(name)}</a></li>`
  return html`<li>${words.ofCourse(title)}: ${members.length === 0 ? words.say('nothing') : html`<ol>${members.map(link)}</ol>`}</li>`
}

function failed(base: string, { usage, message, code }: CompositorError): SafeHtml {
  const where =
    usage !== undefined && html`<a href="${base}/author/blocks/${encodeURIComponent(usage)}">${usage}</a><br>`
  return html`<li>${where}<code>${code}</code> ${message}</li>`
}

/** What the learner is shown, whose language may be another one than the author's. */
function ofLearner({ words, content, language }: PreviewPageParts, theirs: string): SafeHtml {
  const direction = directionOf(theirs)
  const shown = courseContent(content, language, { language: theirs, direction })
  return theirs === words.language ? shown : html`<div lang="${theirs}" dir="${direction}">${shown}</div>`
}
