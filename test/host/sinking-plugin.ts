import { Block, block, definePlugin, Fragment, handler, html, string, view } from '../../runtime/index.js'

/** Shows itself and takes a word. */
@block('boat')
class Boat extends Block({ userState: { word: string() } }) {
  @view studentView() {
    return new Fragment(html`<p>afloat</p>`)
  }
  @handler say() {
    this.word = 'said'
    return {}
  }
}

/** Fails when it is shown. */
@block('wreck')
class Wreck extends Block({}) {
  @view studentView(): Fragment {
    throw new RangeError('The view sank.')
  }
}

/** Fails when it is told something. */
@block('leak')
class Leak extends Block({}) {
  @view studentView() {
    return new Fragment(html`<p>afloat</p>`)
  }
  @handler say() {
    throw new RangeError('The handler sank.')
  }
}

export default definePlugin({ name: 'sinking', blocks: [Boat, Wreck, Leak] })
