import { Block, block, Fragment, html, view, type Fragment as Shown } from '../../runtime/index.js'

/** A unit of the test kit: shows its children one below the other. */
@block('unit', { completion: 'aggregator' })
export class UnitBlock extends Block({}) {
  @view async studentView() {
    const parts: Shown[] = []
    for (const child of this.children) parts.push(await this.renderChild(child))
    const whole = new Fragment(html`${parts.map(({ content }) => content)}`)
    for (const part of parts) whole.addResourcesOf(part)
    return whole
  }
}
