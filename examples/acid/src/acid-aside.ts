import { Aside, aside, asideFor, Fragment, handler, html, integer } from 'unit-compositor'
import { z } from 'zod'

/** Stands beside each acid block, so that the block can look whether the host runs asides. */
@aside('acid_aside', { shouldApplyTo: ({ type }) => type === 'acid' })
export class AcidAside extends Aside({ userState: { pings: integer() } }) {
  @asideFor('student_view') acid() {
    const { key } = this.beside
    return new Fragment(html`<div class="acid-aside" data-beside="${key}"></div>`).initializeJs(
      'acid-aside.client.js',
    )
  }

  @handler(z.object({})) ping() {
    this.pings += 1
    return { beside: this.beside.key, pings: this.pings }
  }
}
