import { Block, block, Fragment, html, I18n, string, view } from '../../runtime/index.js'

/**
 * What stands for every block whose type no plugin provides: a quiet notice. The block itself is kept whole
 * on the authors' side and written back unchanged.
 */
@block('unsupported', { completion: 'excluded' })
export class UnsupportedBlock extends Block({
  settings: { displayName: string() },
}) {
  @view studentView() {
    // What no plugin could read, in units published before that was said with them: nothing for learners.
    if (this.blockType === 'error') return new Fragment(html``)
    const name = this.displayName || this.blockType
    return new Fragment(
      html`<p class="unsupported" role="note">
        ${this.service(I18n).say('“{name}” is of a kind ({kind}) that this site does not show.', { name, kind: this.blockType })}
      </p>`,
    )
  }

  @view studentViewData() {
    return { unsupported: this.blockType }
  }
}
