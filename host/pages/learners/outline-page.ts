import type { CourseTrail, NextDue, OpenOutline, ShownLine } from '../../../lms/index.js'
import { sectionName } from '../../../lms/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import { activityBar, type ActivityCount } from './activity-bar.js'
import { dateText, fromNow, lengthText } from '../date-text.js'
import { dueWay, nextWay, type NextUnit } from './next-ways.js'
import { anchorOf } from './unit-page.js'
import { OutlineFolds } from '../outline-folds.js'

/** How far a learner is in one unit. */
export interface UnitStanding {
  readonly earned: number
  readonly possible: number
  readonly activities: ActivityCount
}

/** How far a learner is in what is shown of a course. */
export interface OutlineStanding {
  readonly units: ReadonlyMap<string, UnitStanding>
  /** Keys of units that the total goes without, as they cannot be counted. */
  readonly uncounted: ReadonlySet<string>
  /** What is kept of how far they have come, for what is not shown. */
  readonly trail?: CourseTrail | undefined
  /** For staff: what learners see of a part that is not open to all of them, by key. */
  readonly audience: ReadonlyMap<string, string>
}

/** What an outline's page is made of. */
export interface OutlinePageParts {
  readonly words: PageWords
  /** The host's base path. */
  readonly base: string
  readonly title: string
  /** Context, as text. */
  readonly context: string
  readonly outline: OpenOutline
  readonly standing: OutlineStanding
  readonly next?: NextUnit | undefined
  readonly due?: NextDue | undefined
  /** Epoch milliseconds. */
  readonly now: number
}

/** A course of no more units than this is shown with all its sections open. */
const fewUnits = 30

/** A course's outline: what to do next, and how far the learner is in each part of it. */
export function outlinePage(parts: OutlinePageParts): SafeHtml {
  const { words, base, title, context, outline, standing, next, due, now } = parts
  const folds = new OutlineFolds(`${base}/contexts/${encodeURIComponent(context)}`, outline)
  const { contents } = outline.root
  const facts = contents && [
    words.say('{count, plural, one {# unit} other {# units}}', { count: contents.units }),
    ...(contents.seconds > 0 ? [lengthText(words, contents.seconds)] : []),
  ]
  const count = activitiesOf(outline.root, standing, true)
  const isFinished = !next && count !== undefined && count.total > 0 && count.done >= count.total
  return html`<div class="course-head">
<h1>${words.ofCourse(title)}</h1>
${facts && html`<p class="facts">${facts.join(' · ')}</p>`}
${count && activityBar(words, count)}
${total(words, standing, outline.isWhole)}
${next && html`<p>${nextWay(words, base, next)}</p>`}
${isFinished && html`<p class="finished">${words.say('You have done all there is so far.')}</p>`}
${due && dueWay(words, base, due, now)}
</div>
${
  outline.root.children.length === 0
    ? html`<p class="empty">${words.say('There is nothing in this course for you yet. Come back later.')}</p>`
    : html`<ol class="outline">${outline.root.children.map((one) => line(parts, one, folds))}</ol>`
}`
}

/** What is shown of the parts of a course is counted; of what is folded it is what was kept. @param isWhole whether it is the course itself */
function activitiesOf(
  part: ShownLine,
  { units, trail }: OutlineStanding,
  isWhole = false,
): ActivityCount | undefined {
  const below = unitsIn(part)
  if (below) {
    const counts = below.flatMap(({ key }) => units.get(key)?.activities ?? [])
    const sum = (of: (one: ActivityCount) => number) => counts.reduce((all, one) => all + of(one), 0)
    return { done: Math.floor(sum(({ done }) => done)), total: sum(({ total: one }) => one) }
  }
  if (!part.contents) return undefined
  const { activities } = part.contents
  const done = trail?.done ?? {}
  const name = sectionName(part.key)
  const count = isWhole
    ? Object.values(done).reduce((all, one) => all + one, 0)
    : Object.hasOwn(done, name)
      ? (done[name] ?? 0)
      : 0
  return { done: Math.min(count, activities), total: activities }
}

/** The units below a line; undefined where some of them are not shown. */
function unitsIn(part: ShownLine): readonly ShownLine[] | undefined {
  if (part.isUnit) return [part]
  if (part.hasMore && !part.isOpen) return undefined
  const units: ShownLine[] = []
  for (const child of part.children) {
    const below = unitsIn(child)
    if (!below) return undefined
    units.push(...below)
  }
  return units
}

function total(
  words: PageWords,
  { units, uncounted }: OutlineStanding,
  isWhole: boolean,
): SafeHtml | undefined {
  const all = [...units.values()]
  const possible = all.reduce((sum, one) => sum + one.possible, 0)
  if (possible === 0 && uncounted.size === 0) return undefined
  const earned = all.reduce((sum, one) => sum + one.earned, 0)
  const strong = (inside: SafeHtml) => html`<strong>${inside}</strong>`
  const scores = { earned: points(words, earned), possible: points(words, possible), strong }
  return html`<p class="total">
    ${
      isWhole
        ? words.sayHtml('Your score so far: <strong>{earned} of {possible}</strong> points.', scores)
        : words.sayHtml(
            'Your score in the open sections: <strong>{earned} of {possible}</strong> points.',
            scores,
          )
    }
    ${
      uncounted.size > 0 &&
      words.say('{pages, plural, one {# page is} other {# pages are}} not counted yet.', {
        pages: uncounted.size,
      })
    }
  </p>`
}

function line(parts: OutlinePageParts, one: ShownLine, folds: OutlineFolds, level = 0): SafeHtml {
  const { words, base, standing, outline } = parts
  const { key, title, isUnit, isOpen, children } = one
  if (isUnit) {
    return html`<li class="unit">
      <a href="${base}/units/${encodeURIComponent(key)}">${words.ofCourse(title)}</a>${dueOf(parts, one)}${mark(words, standing.units.get(key))}${audience(key, standing)}
    </li>`
  }
  const fold = folds.of(one)
  const about = aboutPart(parts, one)
  const below =
    children.length > 0 &&
    html`<ol>
            ${children.map((child) => line(parts, child, folds, level + 1))}
          </ol>`
  if (!outline.folds && level === 0 && children.length > 0) {
    return html`<li class="part" id="${anchorOf(key)}"><details${isUnfolded(parts, one) && html` open`}>
<summary><span class="heading">${words.ofCourse(title)}</span>${audience(key, standing)}${about}</summary>
${below}</details></li>`
  }
  const heading = fold
    ? html`<a class="heading fold" id="${fold.id}" href="${fold.href}" aria-expanded="${isOpen ? 'true' : 'false'}">${words.ofCourse(title)}</a>`
    : html`<span class="heading">${words.ofCourse(title)}</span>`
  return html`<li class="part" id="${anchorOf(key)}"><div class="head">${heading}${audience(key, standing)}${about}</div>
${below}</li>`
}

/** Whether a section of a course that is shown whole is open at first: where the learner goes next. */
function isUnfolded({ outline, next }: OutlinePageParts, section: ShownLine): boolean {
  if (outline.units.length <= fewUnits) return true
  if (!next) return section === outline.root.children[0]
  return unitsIn(section)?.some(({ key }) => key === next.key) ?? false
}

/** What a part counts for, when it is due, how long it takes, and how far the learner is in it. */
function aboutPart(parts: OutlinePageParts, one: ShownLine): SafeHtml {
  const { words, standing } = parts
  const { format, contents } = one
  const count = activitiesOf(one, standing)
  const isSeen = count !== undefined && (unitsIn(one) !== undefined || one.contents !== undefined)
  return html`<span class="about">
${format !== undefined && html`<span class="format">${words.ofCourse(format)}</span>`}
${dueOf(parts, one)}
${contents && contents.seconds > 0 && html`<span class="length">${lengthText(words, contents.seconds)}</span>`}
${isSeen && activityBar(words, count)}
</span>`
}

function dueOf({ words, now }: OutlinePageParts, { due }: ShownLine): SafeHtml | undefined {
  if (due === undefined) return undefined
  const date = dateText(words, due)
  return due > now
    ? html`<span class="due">${words.sayHtml('Due {date} ({when})', { date, when: fromNow(words, due, now) })}</span>`
    : html`<span class="due past">${words.sayHtml('Was due {date}', { date })}</span>`
}

function audience(key: string, standing: OutlineStanding): SafeHtml | undefined {
  const text = standing.audience.get(key)
  return text === undefined ? undefined : html` <small class="audience">${text}</small>`
}

function mark(words: PageWords, one: UnitStanding | undefined): SafeHtml | undefined {
  if (!one) return undefined
  const { done, total: blocks } = one.activities
  const state = blocks > 0 && done >= blocks ? html`<span class="done">${words.say('Done')}</span>` : ''
  const score =
    one.possible > 0
      ? html`<span class="score"${words.direction === 'rtl' && html` dir="ltr"`}>${points(words, one.earned)} / ${points(words, one.possible)}</span>`
      : ''
  return html`<span class="standing">${score}${state}</span>`
}

/** Points as a learner reads them: at most two decimals. */
export function points(words: PageWords, value: number): string {
  return words.formatNumber(value, { maximumFractionDigits: 2 })
}
