import type { FieldDifference } from '../../../content/index.js'
import { html, textOfValue, type BlockTypes, type Json, type SafeHtml } from '../../../runtime/index.js'
import {
  mostLearners,
  type ChangedCourse,
  type ChangedLine,
  type ChangedSection,
  type ChangedUnit,
} from '../../drafts/draft-changes.js'
import { blockAddress } from './author-pages.js'
import { courseAddress, courseHead, type CoursePlace } from './course-head.js'
import { fieldLabel } from './field-words.js'
import { typeName } from '../type-names.js'

/** What the page shows by which a course is published. */
export interface CourseChangesParts extends CoursePlace {
  readonly types: BlockTypes
  /** What differs from what learners see; undefined where they see nothing. */
  readonly changes: ChangedCourse | undefined
  /** Of a draft that was never published: units in it. */
  readonly unitCount: number
  /** The block whose changes alone are shown; undefined for all. */
  readonly at: { readonly usage: string; readonly title: string } | undefined
  /** What learners would not see, and why, by usage key. */
  readonly unseen: readonly {
    readonly key: string
    readonly title: string
    readonly type: string
    readonly why: string
  }[]
  /** Whether publishing was asked for, and these were not known then. */
  readonly isAsked: boolean
  readonly mayPublish: boolean
  readonly comment: string
  readonly refused?: string | undefined
}

/** Blocks that are named which learners would not see, and characters of a value that are shown. */
const [mostUnseen, mostShown] = [200, 2000]

/** Fields that are shown without a click, and characters of their values together. */
const mostOpen = { fields: 3, characters: 400 }

/** What publishing a course would change, for whom, what learners would miss, and the form that does it: all of it, or unit by unit. */
export function courseChangesPage(parts: CourseChangesParts): SafeHtml {
  const { words, base, context, title, changes, at, isPublished, isOpen, refused, unseen, draft, isAsked } =
    parts
  const address = courseAddress(base, context)
  const heading = at
    ? words.say('What changed in “{title}”', { title: at.title })
    : words.say('What changed in {title}', { title })
  const isNothing = isPublished || (isOpen && changes?.count === 0 && changes.files.length === 0)
  return html`${courseHead(parts, 'changes', { heading, refused })}
${at && html`<p><a href="${address}/changes">${words.say('All changes of the course')}</a></p>`}
${
  isNothing
    ? html`<p>${at ? words.say('Nothing of this differs from what learners see.') : words.say('Learners see this version.')}</p>`
    : html`<form method="post" action="${address}/publish"><input type="hidden" name="draft" value="${draft}">${at && html`<input type="hidden" name="at" value="${at.usage}">`}
${unseen.length > 0 && missing(parts)}
${changes ? listed(parts, changes) : html`<p>${words.say('Learners see nothing of this course yet. Publishing it shows them {count, plural, one {its one unit} other {its # units}}, as far as the dates say so.', { count: parts.unitCount })}</p>`}
${parts.mayPublish ? saying(parts) : html`<p class="note" role="note">${words.say('You may look at this; publishing is for its authors.')}</p>`}
${isAsked && html`<input type="hidden" name="despite" value="${draft}">`}
</form>`
}`
}

/** What learners would not see, at the line. */
function missing({ words, base, unseen }: CourseChangesParts): SafeHtml {
  const rest = unseen.length - mostUnseen
  return html`<p role="alert" class="refused">${words.say('Learners would not see {count, plural, one {# block} other {# blocks}} of it:', { count: unseen.length })}</p>
<ul class="author-unseen">${unseen.slice(0, mostUnseen).map((one) => html`<li><a href="${blockAddress(base, one.key)}">${words.ofCourse(one.title)}</a> <small>${typeName(words, one.type)}</small><br>${words.told(one.why)}</li>`)}</ul>
${rest > 0 && html`<p>${words.say('And {count} more.', { count: rest })}</p>`}`
}

function listed(parts: CourseChangesParts, { sections, files, untold }: ChangedCourse): SafeHtml {
  const { words } = parts
  return html`${sections.length > 0 && html`<p>${words.say('Learners do not see these changes yet. Tick what is to be published; all else stays as they see it.')}</p>`}
${sections.map((one) => section(parts, one))}
${files.length > 0 && html`<details><summary>${words.say('Files: {count}', { count: files.length })}</summary><ul>${files.slice(0, mostUnseen).map((name) => html`<li><bdi>${name}</bdi></li>`)}</ul></details>`}
${untold > 0 && html`<p>${words.say('{count, plural, one {# further change is} other {# further changes are}} not listed here. Publishing everything publishes them, too.', { count: untold })}</p>`}`
}

function section(parts: CourseChangesParts, { title, units }: ChangedSection): SafeHtml {
  return html`<fieldset class="change-section"><legend>${parts.words.ofCourse(title)}</legend><ul class="change-units">${units.map((one) => unit(parts, one))}</ul></fieldset>`
}

function unit(parts: CourseChangesParts, { usage, type, title, isUnit, what, lines }: ChangedUnit): SafeHtml {
  const { words, base } = parts
  const said = {
    added: words.say('new'),
    changed: words.say('changed'),
    moved: words.say('in another place'),
    removed: words.say('deleted'),
  }[what]
  const isWhole = what === 'added' || what === 'removed'
  const whole = !isUnit && type !== 'course' && !isWhole
  return html`<li><label><input type="checkbox" name="usage" value="${usage}" checked> <strong>${words.ofCourse(title)}</strong> <small>${typeName(words, type)}, ${said}${whole && html`; ${words.say('with everything in it')}`}</small></label> ${what !== 'removed' && html`<a href="${base}/author/previews/${encodeURIComponent(usage)}" aria-label="${words.say('Preview “{title}” as a learner', { title })}">${words.say('Preview')}</a>`}
<ul class="changes">${lines.filter((line) => line.learners > 0 || line.fields.length > 0 || line.usage !== usage).map((line) => html`<li>${change(parts, line)}</li>`)}</ul></li>`
}

function change(
  parts: CourseChangesParts,
  { usage, type, title, what, fields, learners }: ChangedLine,
): SafeHtml {
  const { words, base, unseen } = parts
  const said = {
    added: words.say('New: {title}', { title }),
    changed: words.say('Changed: {title}', { title }),
    moved: words.say('In another place: {title}', { title }),
    removed: words.say('Deleted: {title}', { title }),
  }[what]
  const why = unseen.find(({ key }) => key === usage)?.why
  const name =
    what === 'removed'
      ? html`<span dir="auto">${said}</span>`
      : html`<a href="${blockAddress(base, usage)}" dir="auto">${said}</a>`
  return html`${name} <small>${typeName(words, type)}</small>${
    learners > 0 &&
    html` <span class="mark is-staff">${
      learners >= mostLearners
        ? words.say('{count} learners or more have worked on it', { count: mostLearners })
        : words.say('{count, plural, one {# learner has} other {# learners have}} worked on it', {
            count: learners,
          })
    }</span>`
  }${why !== undefined && html`<p class="refused">${words.told(why)}</p>`}${fields.length > 0 && differing(parts, type, fields)}`
}

function differing(
  { words, types }: CourseChangesParts,
  type: string,
  fields: readonly FieldDifference[],
): SafeHtml {
  const label = (name: string) => fieldLabel(words, name, types.get(type))
  const names = fields.slice(0, 5).map(({ name }) => label(name))
  const length = fields.reduce(
    (sum, { before, after }) => sum + textOfValue(before).length + textOfValue(after).length,
    0,
  )
  const isShort = fields.length <= mostOpen.fields && length <= mostOpen.characters
  return html`<details${isShort && html` open`}><summary>${names.join(', ')}${fields.length > names.length && ' …'}</summary><dl class="field-differences">${fields.map(
    ({ name, before, after }) =>
      html`<div><dt${fields.length === 1 && html` class="unseen"`}>${label(name)}</dt><dd><small>${words.say('Learners see:')}</small><del>${value(before)}</del></dd><dd><small>${words.say('The draft has:')}</small><ins>${value(after)}</ins></dd></div>`,
  )}</dl></details>`

  function value(of: Json | undefined): SafeHtml {
    const text = textOfValue(of)
    if (text === '') return html`<em>${of === undefined ? words.say('not set') : words.say('empty')}</em>`
    return html`<pre tabindex="0" dir="auto">${text.length > mostShown ? `${text.slice(0, mostShown)}…` : text}</pre>`
  }
}

function saying({ words, changes, isOpen, at, comment, unseen, isAsked }: CourseChangesParts): SafeHtml {
  const all =
    isAsked && unseen.length > 0
      ? words.say('Publish all the same')
      : isOpen
        ? words.say('Publish everything')
        : words.say('Publish the course')
  const isListing = (changes?.sections.length ?? 0) > 0
  return html`<p class="field"><label for="publish-comment">${words.say('Comment, for the history')}</label><input id="publish-comment" name="comment" value="${comment}" maxlength="2000" autocomplete="off" dir="auto"></p>
<p class="author-actions">${isListing && html`<button type="submit" name="what" value="some">${words.say('Publish what is ticked')}</button>`} ${!at && html`<button type="submit" name="what" value="all"${isListing && !isAsked && html` class="quiet"`}>${all}</button>`} ${isListing && html`<button type="submit" name="what" value="discard" class="quiet dangerous-text">${words.say('Discard what is ticked')}</button>`}</p>
${isListing && html`<p><small>${words.say('What is discarded becomes what learners see; you can take that back.')}</small></p>`}`
}
