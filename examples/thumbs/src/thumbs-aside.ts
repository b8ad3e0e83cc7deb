import {
  Aside,
  aside,
  asideFor,
  dict,
  Fragment,
  handler,
  html,
  I18n,
  integer,
  optional,
  string,
} from 'unit-compositor'
import type { ComposedBlock } from 'unit-compositor'
import { z } from 'zod'

const cast = z.object({ vote: z.enum(['up', 'down']).nullable() })

/** Thumbs up and down beside every block. Everybody sees the counts; a second press takes the vote back. */
@aside('thumbs')
export class ThumbsAside extends Aside({
  userState: { vote: optional(string()) },
  userStateSummary: { counts: dict(integer()) },
}) {
  @asideFor('student_view') thumbs({ type, fields }: ComposedBlock) {
    const { display_name: title } = fields
    const i18n = this.service(I18n)
    const label = i18n.gettext('Rate: {name}').replace('{name}', typeof title === 'string' ? title : type)
    return new Fragment(html`<div class="thumbs" role="group" aria-label="${label}">
      ${this.button('up', '👍', i18n.gettext('Thumbs up'))} ${this.button('down', '👎', i18n.gettext('Thumbs down'))}</div>`)
      .addCss('thumbs.css')
      .initializeJs('thumbs.client.js')
  }

  @handler(cast) castVote({ vote }: z.infer<typeof cast>) {
    if (vote !== this.vote) {
      if (this.vote !== null) this.counts[this.vote] = this.count(this.vote) - 1
      if (vote !== null) this.counts[vote] = this.count(vote) + 1
      this.vote = vote
      this.publish('thumbs.voted', { vote })
    }
    return { vote: this.vote, up: this.count('up'), down: this.count('down') }
  }

  private button(vote: string, sign: string, name: string) {
    return html`<button type="button" value="${vote}" aria-pressed="${String(this.vote === vote)}">
      <span role="img" aria-label="${name}">${sign}</span> <span class="thumbs-count">${this.count(vote)}</span></button>`
  }

  private count(vote: string): number {
    return this.counts[vote] ?? 0
  }
}
