import { Block, block, Fragment, html, string, view } from '../../runtime/index.js'

/** A unit: its children one below the other, each failing alone. */
@block('vertical', { completion: 'aggregator' })
export class VerticalBlock extends Block({
  settings: { displayName: string('Unit', { label: 'Display name', help: 'The name of the unit.' }) },
}) {
  @view async studentView() {
    const children = await this.renderChildren()
    return new Fragment(html`<div class="vertical">${children.content}</div>`).addResourcesOf(children)
  }

  @view studentViewData() {
    return { displayName: this.displayName, children: this.children.map(({ key }) => key) }
  }
}
