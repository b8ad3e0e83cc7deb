import { z } from 'zod'
import {
  Block,
  block,
  boolean,
  float,
  Fragment,
  handler,
  html,
  I18n,
  optional,
  string,
  Urls,
  view,
  wants,
  type SafeHtml,
} from '../../runtime/index.js'
import { clientTexts, toSay } from '../../runtime/words/index.js'

/** What the client module says by itself. */
const doneMessages = [toSay('The site cannot be reached. Try again in a moment.')]

/** What the button sends; a form without a script sends texts. Without `done` nothing changes. */
const toggle = z.object({ done: z.union([z.boolean(), z.enum(['true', 'false'])]).optional() })

/**
 * A button by which learners say that they are done with what stands above it; it earns the whole grade, and pressing it
 * again gives the grade back (DoneXBlock's `done`).
 */
@wants(Urls)
@block('done', { hasScore: true })
export class DoneBlock extends Block({
  settings: {
    displayName: string('Completion', { label: 'Display name' }),
    align: string('left', { label: 'Where it stands', help: 'left, center or right.' }),
    weight: optional(float()),
  },
  userState: { done: boolean(false) },
}) {
  @view studentView() {
    return new Fragment(
      html`<div class="done" data-align="${this.align.toLowerCase()}">${this.contents()}</div>`,
    )
      .addCss('done.css')
      .initializeJs('done.client.js', clientTexts(this.service(I18n), doneMessages))
  }

  @view studentViewUserState() {
    return { done: this.done }
  }

  @handler(toggle) toggleButton({ done }: z.output<typeof toggle>) {
    if (done === undefined) return { state: this.done }
    this.done = String(done) === 'true'
    const value = this.done ? 1 : 0
    this.publish('grade', { value, maxValue: 1 })
    this.publish('completion', { value })
    this.publish('edx.done.toggled', { done: this.done })
    return { state: this.done }
  }

  private contents(): SafeHtml {
    const words = this.service(I18n)
    const action = this.optionalService(Urls)?.handler(this.usageKey.toString(), 'toggle_button') ?? ''
    return html`<form method="post" action="${action}"${words.marks}>
      <button name="done" value="${String(!this.done)}" aria-pressed="${String(this.done)}">${words.say('Mark as complete')}</button>
      <span class="done-refusal"></span>
    </form>`
  }
}
