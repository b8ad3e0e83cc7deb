import {
  Block,
  block,
  boolean,
  Fragment,
  html,
  list,
  needs,
  Person,
  string,
  Surroundings,
  view,
  type SafeHtml,
  type SurroundingBlock,
} from 'unit-compositor'
import { colorOf, faultIn } from './color-rules.js'

/** Groups of a dashboard whose blocks are looked at. */
const mostGroups = 30

/** A line of the dashboard: a block, and what the learner has of it. */
interface Line {
  readonly title: string
  readonly points: number | null
  readonly possible: number
}

/** Blocks that are summed up together. */
interface Group {
  readonly title: string
  readonly lines: readonly Line[]
  readonly isDone: boolean
}

/** Sums up how a learner did at blocks beside it, with a colour for each number of points. */
@needs(Surroundings)
@needs(Person.with('name'))
@block('pb_dashboard', {
  completion: 'excluded',
  validateFields: ({ colorRules }: { colorRules: string }) => {
    const fault = faultIn(colorRules)
    return fault === undefined ? {} : { colorRules: fault }
  },
})
export class DashboardBlock extends Block({
  content: {
    blocks: list(string(), [], {
      label: 'Blocks',
      help: 'Ids of blocks beside this one; all that have points where there are none.',
    }),
    colorRules: string('', {
      label: 'Colours',
      multiline: true,
      help: 'A rule a line: 3: red, x > 3: blue, 0 <= x < 5: green, or a colour for all others.',
    }),
    showAverage: boolean(false, { label: 'Show an average' }),
  },
  settings: { displayName: string('Self-assessment summary', { label: 'Title' }) },
}) {
  @view async studentView() {
    const { name } = this.service(Person.with('name'))
    const groups = await this.groups()
    const whose = name === undefined ? this.displayName : `${this.displayName}: ${name}`
    return new Fragment(html`<section class="pb-dashboard"><h2>${whose}</h2>
      ${groups.length === 0 ? html`<p>There is nothing to sum up yet.</p>` : groups.map((group) => this.table(group))}</section>`).addCss(
      'dashboard.css',
    )
  }

  @view authorView() {
    const samples = [0, 1, 2, 3, 4, 5].map((x) => html`<li>${x} ${this.swatch(x)}</li>`)
    return new Fragment(
      html`<div class="pb-dashboard"><p>${this.displayName}</p><ul>${samples}</ul></div>`,
    ).addCss('dashboard.css')
  }

  @view async studioView() {
    const beside = await this.service(Surroundings).siblings()
    const boxes = beside.map(
      (one) =>
        html`<label><input type="checkbox" name="blocks" value="${idOf(one)}" ${this.blocks.includes(idOf(one)) && 'checked'}> ${one.title}</label>`,
    )
    return new Fragment(html`<form class="pb-dashboard-editor">
      <label>Title <input name="display_name" value="${this.displayName}"></label>
      <fieldset><legend>Blocks to sum up</legend>${boxes.length > 0 ? boxes : 'There is nothing beside this block.'}</fieldset>
      <label>Colours, a rule a line <textarea name="color_rules" rows="5">${this.colorRules}</textarea></label>
      <label><input type="checkbox" name="show_average" ${this.showAverage && 'checked'}> Show an average</label>
      <p><button>Save</button> <button type="button" name="cancel">Cancel</button></p></form>`)
      .addCss('dashboard.css')
      .initializeJs('dashboard-editor.client.js')
  }

  private table({ title, lines, isDone }: Group): SafeHtml {
    const known = lines.flatMap(({ points }) => (points === null ? [] : [points]))
    const average = known.reduce((sum, points) => sum + points, 0) / known.length
    return html`<table><caption>${title}${isDone && ' ✓'}</caption>
      <thead><tr><th scope="col">Question</th><th scope="col">Points</th></tr></thead>
      <tbody>${lines.map(
        (line) =>
          html`<tr><td>${line.title}</td><td>${line.points === null ? '–' : html`${round(line.points)} of ${round(line.possible)} ${this.swatch(line.points)}`}</td></tr>`,
      )}</tbody>
      ${this.showAverage && known.length > 0 && html`<tfoot><tr><th scope="row">Average</th><td>${round(average)} ${this.swatch(average)}</td></tr></tfoot>`}</table>`
  }

  private swatch(x: number): SafeHtml | string {
    const color = colorOf(this.colorRules, x)
    return color === undefined ? '' : html`<span class="pb-color" style="background: ${color}"></span>`
  }

  /** The named blocks, each a group of what is in it; those that hold nothing are one group together. */
  private async groups(): Promise<readonly Group[]> {
    const around = this.service(Surroundings)
    const beside = await around.siblings()
    const named = this.blocks.flatMap((id) => beside.find((one) => idOf(one) === id) ?? [])
    const wanted = this.blocks.length > 0 ? named : beside.filter(({ score }) => score !== undefined)
    const groups: Group[] = []
    for (const one of wanted.filter(({ hasChildren }) => hasChildren).slice(0, mostGroups))
      groups.push(groupOf(one.title, await around.children(one.key)))
    const alone = wanted.filter(({ hasChildren }) => !hasChildren)
    return alone.length > 0 ? [groupOf('Questions', alone), ...groups] : groups
  }
}

function groupOf(title: string, blocks: readonly SurroundingBlock[]): Group {
  const lines = blocks.flatMap(({ title: of, score, completion }) => {
    if (!score) return []
    // Nobody has points of what they have not begun.
    const isBegun = score.earned > 0 || (completion?.done ?? 0) > 0
    return [{ title: of, points: isBegun ? score.earned : null, possible: score.possible }]
  })
  const isDone = blocks.every(({ completion }) => !completion || completion.done >= completion.blocks)
  return { title, lines, isDone }
}

/** What a course calls a block: the last part of its key. */
function idOf({ key }: SurroundingBlock): string {
  return key.slice(key.lastIndexOf('@') + 1)
}

function round(points: number): number {
  return Math.round(points * 100) / 100
}
