import { Block, block, definePlugin, Fragment, html, route, view } from '../../runtime/index.js'

@block('tool')
export class Tool extends Block({}) {
  @view studentView() {
    return new Fragment(html`<p>A tool</p>`)
  }
}

/** Its route takes whatever it is sent to be what it expects. */
export default definePlugin({
  name: 'failing-routes',
  blocks: [Tool],
  routes: [
    route({
      path: '/outcomes/:ticket',
      for: 'anybody',
      answer: ({ body }) => ({ points: (JSON.parse(body) as { points: { raw: number } }).points.raw }),
    }),
  ],
})
