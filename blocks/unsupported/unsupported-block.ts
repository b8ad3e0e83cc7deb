import { Block, block, Fragment, html, I18n, string, User, view, wants } from '../../runtime/index.js'

/**
 * What stands for every block whose type no plugin provides: a quiet notice. The block itself is kept whole
 * on the authors' side and written back unchanged.
 */
@wants(User)
@block('unsupported', { completion: 'excluded' })
export class UnsupportedBlock extends Block({
  settings: { displayName: string() },
}) {
  @view studentView() {
    // What no plugin could read, in units published before that was said with them: nothing for learners.
    if (this.blockType === 'error') return new Fragment(html``)
    return new Fragment(
      html`<p class="unsupported" role="note"${this.service(I18n).marks}>${this.notice(this.displayName)}</p>`,
    )
  }

  /** Learners cannot do anything about its type, so only staff read it. */
  private notice(name: string): string {
    const words = this.service(I18n)
    if (this.optionalService(User)?.isStaff === true)
      return words.say('“{name}” is of a kind ({kind}) that this site does not show.', {
        name: name || this.blockType,
        kind: this.blockType,
      })
    return name === ''
      ? words.say('This site cannot show this part of the unit.')
      : words.say('This site cannot show “{name}”.', { name })
  }

  @view studentViewData() {
    return { unsupported: this.blockType }
  }
}
