import { Block, block, boolean, Fragment, handler, html, string, view } from 'unit-compositor'
import { z } from 'zod'

const toggle = z.object({ done: z.boolean() })

/** A button by which learners say that they are done with what stands above it; it earns the whole grade. */
@block('tick_off', { hasScore: true })
export class DoneBlock extends Block({
  settings: { displayName: string('Done'), align: string('left', { values: ['left', 'center', 'right'] }) },
  userState: { done: boolean(false) },
}) {
  @view studentView() {
    return new Fragment(html`<div class="done" data-align="${this.align}">
      <button type="button" aria-pressed="${String(this.done)}">Mark as complete</button>
    </div>`)
      .addCss('done.css')
      .initializeJs('done.client.js')
  }

  @view studentViewUserState() {
    return { done: this.done }
  }

  @handler(toggle) toggleButton({ done }: { done: boolean }) {
    this.done = done
    this.publish('grade', { value: done ? 1 : 0, maxValue: 1 })
    this.publish('completion', { value: done ? 1 : 0 })
    return this.studentViewUserState()
  }
}
