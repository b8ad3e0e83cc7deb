import { Block, block, definePlugin, Fragment, handler, html, string, view } from '../../runtime/index.js'

/** Shows itself and takes a word, or fails at one of them, as its author says. */
@block('sinking')
class Sinking extends Block({ content: { fails: string() }, userState: { word: string() } }) {
  @view studentView() {
    if (this.fails === 'view') throw new RangeError('The view sank.')
    return new Fragment(html`<p>afloat</p>`)
  }
  @handler say() {
    if (this.fails === 'handler') throw new RangeError('The handler sank.')
    this.word = 'said'
    return {}
  }
}

export default definePlugin({ name: 'sinking', blocks: [Sinking] })
