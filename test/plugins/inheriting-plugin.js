/** A block that shows a setting it inherits, in plain JavaScript so that the suite's worker can load it as it is. */
import { Block, block, definePlugin, Fragment, html, inheritance, view } from 'unit-compositor'

class Inheriting extends Block({}) {
  studentView() {
    return new Fragment(html`<p>${inheritance.of(this).showanswer}</p>`).initializeJs('inheriting.client.js')
  }
}
view(Inheriting.prototype, 'studentView', {})
block('inheriting')(Inheriting)

export { Inheriting }
export default definePlugin({
  name: 'inheriting',
  blocks: [Inheriting],
  catalogues: { es: { Hello: 'Hola' } },
})
