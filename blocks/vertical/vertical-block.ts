import { Block, block, Fragment, html, string, view } from '../../runtime/index.js'

/** A unit: its children one below the other, each failing alone. */
@block('vertical', { completion: 'aggregator' })
export class VerticalBlock extends Block({
  settings: { displayName: string('Unit', { label: 'Display name', help: 'The name of the unit.' }) },
}) {
  @view async studentView() {
    const parts = await Promise.all(this.children.map((child) => this.renderChild(child)))
    const fragment = new Fragment(html`<div class="vertical">${parts.map(({ content }) => content)}</div>`)
    for (const part of parts) fragment.addResourcesOf(part)
    return fragment
  }

  @view studentViewData() {
    return { displayName: this.displayName, children: this.children.map(({ key }) => key) }
  }
}
