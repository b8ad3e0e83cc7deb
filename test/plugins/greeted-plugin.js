/** A block that needs a service which no worker has, in plain JavaScript so that the suite's worker can load it as it is. */
import { Block, block, definePlugin, Fragment, html, needs, view } from 'unit-compositor'

class Greeter {
  greeting() {
    return ''
  }
}

class Greeting extends Block({}) {
  studentView() {
    return new Fragment(html`<p>${this.service(Greeter).greeting()}</p>`)
  }
}
view(Greeting.prototype, 'studentView', {})
needs(Greeter)(Greeting)
block('greeted')(Greeting)

export default definePlugin({ name: 'greeted', blocks: [Greeting] })
