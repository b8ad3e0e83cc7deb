import {
  Block,
  block,
  definePlugin,
  Fragment,
  html,
  integer,
  optional,
  preparation,
  string,
  view,
} from '../../runtime/index.js'

/** Of a stranger: what it prepares may throw, and it says where. */
const beats = preparation(({ score }: { readonly score: string }) => {
  if (/[^\s.x]/.test(score)) throw new TypeError(`A drum knows no '${score}'.`)
  return score.length
})

/** A block with a preview that shows what the editor, which it brings too, or a form changes. */
@block('drum', { prepare: beats })
export class Drum extends Block({
  content: { score: string('x.x.') },
  settings: { displayName: string('Drum'), tempo: optional(integer()), secret: string('', { hidden: true }) },
}) {
  @view studentView() {
    return new Fragment(html`<p>${this.displayName} plays ${this.score}</p>`)
  }
  @view authorView() {
    return new Fragment(html`<p>Preview of ${this.score}</p>`)
  }
}

/** With an editor besides. */
@block('lute')
export class Lute extends Block({ settings: { displayName: string('Lute'), strings: integer(6) } }) {
  @view studentView() {
    return new Fragment(html`<p>${this.strings} strings</p>`)
  }
  @view authorView() {
    return new Fragment(html`<p>Preview with ${this.strings} strings</p>`)
  }
  @view studioView() {
    return new Fragment(html`<p>Tune ${this.strings} strings</p>`)
  }
}

export default definePlugin({ name: 'authors', blocks: [Drum, Lute] })
