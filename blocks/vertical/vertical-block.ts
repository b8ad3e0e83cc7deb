import { Block, block, Fragment, html, I18n, needs, string, view } from '../../runtime/index.js'

/** A unit: its children one below the other, each failing alone. */
@needs(I18n)
@block('vertical', { completion: 'aggregator' })
export class VerticalBlock extends Block({
  settings: { displayName: string('Unit', { label: 'Display name', help: 'The name of the unit.' }) },
}) {
  @view async studentView() {
    if (this.children.length === 0)
      return new Fragment(
        html`<div class="vertical"><p class="nothing-here"${this.service(I18n).marks}>${this.service(I18n).say('There is nothing here yet.')}</p></div>`,
      )
    const children = await this.renderChildren()
    return new Fragment(html`<div class="vertical">${children.content}</div>`).addResourcesOf(children)
  }

  @view studentViewData() {
    return { displayName: this.displayName, children: this.children.map(({ key }) => key) }
  }
}
