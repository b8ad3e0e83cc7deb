/** A block whose handler takes its time, in plain JavaScript so that every process can load it. */
import { setTimeout as wait } from 'node:timers/promises'
import { Block, block, definePlugin, handler } from 'unit-compositor'

const Slow = class extends Block({}) {
  async linger() {
    await wait(200)
    return { lingered: true }
  }
}
handler(Slow.prototype, 'linger', Object.getOwnPropertyDescriptor(Slow.prototype, 'linger'))
block('slow')(Slow)

export default definePlugin({ name: 'slow', blocks: [Slow] })
