import { Block, block, Fragment, html, view } from '../../runtime/index.js'

/** The block that the conformance suite puts asides beside: it shows the same in every view. */
@block('plain', { completion: 'excluded' })
export class PlainBlock extends Block({}) {
  @view fallbackView() {
    return new Fragment(html`<p>A block.</p>`)
  }
}
