import { Block, block, string, view } from '../../runtime/index.js'

/**
 * Containers of old courses that add nothing of their own: what stands in them is shown, one below the other (the
 * incumbent's `wrapper`, and its older names of sequences).
 */
@block('wrapper', { completion: 'aggregator', aliases: ['section', 'problemset', 'videosequence'] })
export class PassThroughBlock extends Block({
  settings: { displayName: string('', { label: 'Display name' }) },
}) {
  @view studentView() {
    return this.renderChildren()
  }

  @view studentViewData() {
    return { displayName: this.displayName, children: this.children.map(({ key }) => key) }
  }
}
