import { html, type OutlineNode, type SafeHtml } from '../../runtime/index.js'

/** How far a learner is in one unit. */
export interface UnitStanding {
  readonly earned: number
  readonly possible: number
  readonly complete: boolean
}

/** How far a learner is in a course. */
export interface OutlineStanding {
  readonly units: ReadonlyMap<string, UnitStanding>
  /** Keys of units that the total goes without, as they are not counted yet or cannot be. */
  readonly uncounted: ReadonlySet<string>
  /** For staff: what learners see of a part that is not open to all of them, by key. */
  readonly audience: ReadonlyMap<string, string>
}

/** A course's outline, with what the learner has done in each unit. */
export function outlinePage(
  base: string,
  title: string,
  outline: OutlineNode,
  units: ReadonlySet<string>,
  standing: OutlineStanding,
): SafeHtml {
  return html`<h1>${title}</h1>
${total(standing)}
<ol class="outline">${outline.children.map((node) => line(base, node, units, standing))}</ol>`
}

function total({ units, uncounted }: OutlineStanding): SafeHtml | undefined {
  const all = [...units.values()]
  const possible = all.reduce((sum, one) => sum + one.possible, 0)
  if (possible === 0 && uncounted.size === 0) return undefined
  const earned = all.reduce((sum, one) => sum + one.earned, 0)
  const pages = uncounted.size === 1 ? '1 page that is' : `${uncounted.size} pages that are`
  return html`<p class="total">
    Your score so far: <strong>${points(earned)} of ${points(possible)}</strong> points${
      uncounted.size > 0 ? html`, without ${pages} not counted yet` : ''
    }.
    ${
      possible > 0
        ? html`<progress max="${possible}" value="${earned}">${points(earned)} of ${points(possible)}</progress>`
        : ''
    }
  </p>`
}

function line(
  base: string,
  { key, title, children }: OutlineNode,
  units: ReadonlySet<string>,
  standing: OutlineStanding,
): SafeHtml {
  if (units.has(key)) {
    return html`<li class="unit">
      <a href="${base}/units/${encodeURIComponent(key)}">${title}</a>${mark(standing.units.get(key))}${audience(key, standing)}
    </li>`
  }
  return html`<li>
    <span class="heading">${title}</span>${audience(key, standing)} ${
      children.length > 0
        ? html`<ol>
            ${children.map((child) => line(base, child, units, standing))}
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
