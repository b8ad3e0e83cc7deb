import type { ChangedName, VersionDeeds, VersionLine } from '../../../content/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import { toSay } from '../../words/index.js'
import { blockAddress } from './author-pages.js'
import { courseAddress, courseHead, type CoursePlace } from './course-head.js'
import { versionFacts } from './version-line.js'

/** A version with what it changed. */
export interface CourseVersion {
  readonly line: VersionLine
  readonly deeds: VersionDeeds | undefined
}

/** What the page of a course's history shows. */
export interface CourseHistoryParts extends CoursePlace {
  readonly versions: readonly CourseVersion[]
  /** What to pass as `after` for the older ones. */
  readonly next: number | undefined
  readonly refused?: string | undefined
}

const changed: Readonly<Record<ChangedName['what'], string>> = {
  added: toSay('New: {title}'),
  changed: toSay('Changed: {title}'),
  deleted: toSay('Deleted: {title}'),
}

/** Who changed what of a course and when, with the ways back. */
export function courseHistoryPage(parts: CourseHistoryParts): SafeHtml {
  const { words, base, context, title, versions, next, refused } = parts
  const address = courseAddress(base, context)
  return html`${courseHead(parts, 'history', { heading: words.say('History of {title}', { title }), refused })}
<ol class="versions">${versions.map((one) => html`<li>${version(parts, address, one)}</li>`)}</ol>
${next !== undefined && html`<p><a rel="next" href="${address}/history?after=${next}">${words.say('Older versions')}</a></p>`}`
}

function version(parts: CourseHistoryParts, address: string, { line, deeds: done }: CourseVersion): SafeHtml {
  const { words, base, draft } = parts
  const { number, name, comment, isDraft, isPublished } = line
  const called = name ?? words.say('Version {number}', { number })
  return html`<strong dir="auto">${called}</strong> ${isPublished && html`<small class="status published">${words.say('Learners see this')}</small> `}${isDraft && html`<small class="status">${words.say('The draft as it is')}</small>`}
<br>${versionFacts(line, words)}${comment !== undefined && html`<br><span dir="auto">${comment}</span>`}
${
  done &&
  done.blocks.length > 0 &&
  html`<ul class="deeds">${done.blocks.map(
    (one) =>
      html`<li>${one.what === 'deleted' ? words.say(changed[one.what], { title: one.title }) : html`<a href="${blockAddress(base, one.usage)}/history">${words.say(changed[one.what], { title: one.title })}</a>`}</li>`,
  )}${done.isMore && html`<li>${words.say('and more')}</li>`}</ul>`
}
${!isDraft && html`<form method="post" action="${address}/undo"><input type="hidden" name="draft" value="${draft}"><input type="hidden" name="to" value="${number}"><input type="hidden" name="back" value="history"><button type="submit" class="quiet small">${words.say('Make this the draft again')}<span class="unseen">: ${called}</span></button></form>`}`
}
