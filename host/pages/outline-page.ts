import type { OpenOutline, ShownLine } from '../../lms/index.js'
import { html, type SafeHtml } from '../../runtime/index.js'
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
  /** The host's base path. */
  readonly base: string
  readonly title: string
  /** Context, as text. */
  readonly context: string
  readonly outline: OpenOutline
  readonly standing: OutlineStanding
}

/** A course's outline, with what the learner has done in each unit that is shown; sections fold by links. */
export function outlinePage({ base, title, context, outline, standing }: OutlinePageParts): SafeHtml {
  const folds = new OutlineFolds(`${base}/contexts/${encodeURIComponent(context)}`, outline)
  return html`<h1>${title}</h1>
${total(standing, outline.isWhole)}
<ol class="outline">${outline.root.children.map((one) => line(base, one, folds, standing))}</ol>`
}

function total({ units, uncounted }: OutlineStanding, isWhole: boolean): SafeHtml | undefined {
  const all = [...units.values()]
  const possible = all.reduce((sum, one) => sum + one.possible, 0)
  if (possible === 0 && uncounted.size === 0) return undefined
  const earned = all.reduce((sum, one) => sum + one.earned, 0)
  const pages = uncounted.size === 1 ? '1 page that is' : `${uncounted.size} pages that are`
  return html`<p class="total">
    ${isWhole ? 'Your score so far' : 'Your score in the open sections'}: <strong>${points(earned)} of ${points(possible)}</strong> points${
      uncounted.size > 0 ? html`, without ${pages} not counted yet` : ''
    }.
    ${
      possible > 0
        ? html`<progress max="${possible}" value="${earned}">${points(earned)} of ${points(possible)}</progress>`
        : ''
    }
  </p>`
}

function line(base: string, one: ShownLine, folds: OutlineFolds, standing: OutlineStanding): SafeHtml {
  const { key, title, isUnit, isOpen, children } = one
  if (isUnit) {
    return html`<li class="unit">
      <a href="${base}/units/${encodeURIComponent(key)}">${title}</a>${mark(standing.units.get(key))}${audience(key, standing)}
    </li>`
  }
  const fold = folds.of(one)
  const heading = fold
    ? html`<a class="heading fold" id="${fold.id}" href="${fold.href}" aria-expanded="${isOpen ? 'true' : 'false'}">${title}</a>`
    : html`<span class="heading">${title}</span>`
  return html`<li>
    ${heading}${audience(key, standing)} ${
      children.length > 0
        ? html`<ol>
            ${children.map((child) => line(base, child, folds, standing))}
          </ol>`
        : ''
    }
  </li>`
}

function audience(key: string, standing: OutlineStanding): SafeHtml | undefined {
  const text = standing.audience.get(key)
  return text === undefined ? undefined : html` <small class="audience">${text}</small>`
}

function mark(one: UnitStanding | undefined): SafeHtml | undefined {
  if (!one) return undefined
  const done = one.complete ? html`<span class="done">Done</span>` : ''
  const score =
    one.possible > 0 ? html`<span class="score">${points(one.earned)} / ${points(one.possible)}</span>` : ''
  return html`<span class="standing">${score}${done}</span>`
}

/** Points as a learner reads them: at most two decimals. */
export function points(value: number): string {
  return String(Math.round(value * 100) / 100)
}
