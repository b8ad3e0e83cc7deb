import type { OpenOutline, ShownLine } from '../../lms/index.js'
import { html, type SafeHtml } from '../../runtime/index.js'
import type { PageWords } from '../words/index.js'
import { OutlineFolds } from './outline-folds.js'

/** How far a learner is in one unit. */
export interface UnitStanding {
  readonly earned: number
  readonly possible: number
  readonly complete: boolean
}

/** How far a learner is in what is shown of a course. */
export interface OutlineStanding {
  readonly units: ReadonlyMap<string, UnitStanding>
  /** Keys of units that the total goes without, as they cannot be counted. */
  readonly uncounted: ReadonlySet<string>
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
}

/** A course's outline, with what the learner has done in each unit that is shown; sections fold by links. */
export function outlinePage(parts: OutlinePageParts): SafeHtml {
  const { words, base, title, context, outline, standing } = parts
  const folds = new OutlineFolds(`${base}/contexts/${encodeURIComponent(context)}`, outline)
  return html`<h1>${words.ofCourse(title)}</h1>
${total(words, standing, outline.isWhole)}
<ol class="outline">${outline.root.children.map((one) => line(parts, one, folds))}</ol>`
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
  const scores = { earned: points(words, earned), possible: points(words, possible) }
  const strong = (inside: SafeHtml) => html`<strong>${inside}</strong>`
  return html`<p class="total">
    ${
      isWhole
        ? words.sayHtml('Your score so far: <strong>{earned} of {possible}</strong> points.', {
            ...scores,
            strong,
          })
        : words.sayHtml('Your score in the open sections: <strong>{earned} of {possible}</strong> points.', {
            ...scores,
            strong,
          })
    }
    ${
      uncounted.size > 0 &&
      words.say('{pages, plural, one {# page is} other {# pages are}} not counted yet.', {
        pages: uncounted.size,
      })
    }
    ${
      possible > 0 &&
      html`<progress max="${possible}" value="${earned}">${words.say('{earned} of {possible}', scores)}</progress>`
    }
  </p>`
}

function line(parts: OutlinePageParts, one: ShownLine, folds: OutlineFolds): SafeHtml {
  const { words, base, standing } = parts
  const { key, title, isUnit, isOpen, children } = one
  if (isUnit) {
    return html`<li class="unit">
      <a href="${base}/units/${encodeURIComponent(key)}">${words.ofCourse(title)}</a>${mark(words, standing.units.get(key))}${audience(key, standing)}
    </li>`
  }
  const fold = folds.of(one)
  const heading = fold
    ? html`<a class="heading fold" id="${fold.id}" href="${fold.href}" aria-expanded="${isOpen ? 'true' : 'false'}">${words.ofCourse(title)}</a>`
    : html`<span class="heading">${words.ofCourse(title)}</span>`
  return html`<li>
    ${heading}${audience(key, standing)} ${
      children.length > 0
        ? html`<ol>
            ${children.map((child) => line(parts, child, folds))}
          </ol>`
        : ''
    }
  </li>`
}

function audience(key: string, standing: OutlineStanding): SafeHtml | undefined {
  const text = standing.audience.get(key)
  return text === undefined ? undefined : html` <small class="audience">${text}</small>`
}

function mark(words: PageWords, one: UnitStanding | undefined): SafeHtml | undefined {
  if (!one) return undefined
  const done = one.complete ? html`<span class="done">${words.say('Done')}</span>` : ''
  const score =
    one.possible > 0
      ? html`<span class="score"${words.direction === 'rtl' && html` dir="ltr"`}>${points(words, one.earned)} / ${points(words, one.possible)}</span>`
      : ''
  return html`<span class="standing">${score}${done}</span>`
}

/** Points as a learner reads them: at most two decimals. */
export function points(words: PageWords, value: number): string {
  return words.formatNumber(value, { maximumFractionDigits: 2 })
}
