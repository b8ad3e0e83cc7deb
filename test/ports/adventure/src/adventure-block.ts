import {
  Block,
  block,
  boolean,
  cleanHtml,
  Fragment,
  handler,
  HandlerError,
  html,
  list,
  preparation,
  string,
  structured,
  textOfMarkup,
  trusted,
  view,
} from 'unit-compositor'
import { z } from 'zod'
import { readStory, writeStory } from './story-olx.js'
import { remarksOn, story, type Step } from './story.js'

interface Fields {
  readonly displayName: string
  readonly steps: readonly Step[]
}

const texts = preparation(({ steps }: Fields) => steps.map(({ text }) => cleanHtml(text)))
/** An ending is worth something, or nobody counts. */
function pointsOf({ steps }: Fields): number {
  return steps.some(({ worth }) => worth > 0) ? 1 : 0
}

const choosing = z.object({ at: z.string(), choice: z.number().int().nonnegative() })

/** A story that goes where its reader decides: pages with choices that lead to other pages, and endings. */
@block('adventure', {
  readOlx: readStory,
  writeOlx: writeStory,
  prepare: texts,
  check: ({ steps }: Fields) => remarksOn(steps),
  words: ({ steps }: Fields) => ({
    texts: steps.flatMap(({ title, text, choices }) => [
      title,
      textOfMarkup(text),
      ...choices.map(({ label }) => label),
    ]),
  }),
  summary: (fields: Fields) => ({ maxScore: pointsOf(fields) }),
  maxScore: pointsOf,
  hasScore: true,
})
export class AdventureBlock extends Block({
  content: { steps: structured(story, []) },
  settings: { displayName: string('Adventure'), mayGoBack: boolean(true) },
  userState: { path: list(string()) },
}) {
  @view studentView() {
    return new Fragment(this.page()).addCss('adventure.css').initializeJs('adventure.client.js')
  }

  @handler(choosing) choose({ at, choice }: z.infer<typeof choosing>) {
    const here = this.here
    if (here?.name !== at)
      throw new HandlerError(409, 'You are somewhere else by now; look at the page again.')
    const next = this.steps.find(({ name }) => name === here.choices[choice]?.to)
    if (!next) throw new HandlerError(400, 'There is no such choice here.')
    this.path.push(next.name)
    if (next.choices.length === 0) this.end(next)
    return { page: this.page().text }
  }

  @handler(z.object({})) back() {
    if (!this.mayGoBack) throw new HandlerError(403, 'There is no way back in this story.')
    this.path.pop()
    return { page: this.page().text }
  }

  @handler(z.object({})) restart() {
    this.path = []
    return { page: this.page().text }
  }

  private end({ worth }: Step) {
    this.publish('completion', { value: 1 })
    if (pointsOf(this) > 0) this.publish('grade', { value: worth, maxValue: 1, onlyIfHigher: true })
  }

  /** Where the reader is: the last step of their path that there still is. */
  private get here(): Step | undefined {
    const name = this.path.findLast((one) => this.steps.some((step) => step.name === one))
    return this.steps.find((step) => step.name === name) ?? this.steps[0]
  }

  private page() {
    const { here, steps } = this
    if (!here) return html`<div class="adventure"><p>This story is yet to be written.</p></div>`
    const button = ({ label }: { label: string }, at: number) =>
      html`<li><button type="button" data-choice="${at}">${label}</button></li>`
    const ways = [
      this.mayGoBack && this.path.length > 0 && html`<button type="button" data-way="back">Go back</button>`,
      this.path.length > 0 && html`<button type="button" data-way="restart">Start over</button>`,
    ]
    return html`<div class="adventure" tabindex="-1" data-at="${here.name}">
      <h2>${here.title}</h2>
      ${trusted(texts.of(this)[steps.indexOf(here)] ?? '')}
      ${here.choices.length > 0 ? html`<ul>${here.choices.map(button)}</ul>` : html`<p><strong>The end</strong></p>`}
      <p>${ways}</p>
    </div>`
  }
}
