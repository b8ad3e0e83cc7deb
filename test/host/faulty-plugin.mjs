/** A plugin whose blocks try to end the process they run in, each in its own way. */
import { readFile } from 'node:fs/promises'
import { exit } from 'node:process'
import {
  Block,
  block,
  definePlugin,
  Fragment,
  handler,
  html,
  preparation,
  string,
  view,
} from 'unit-compositor'

/** What a block does before, or after, it answers. */
const faults = {
  'a forgotten rejection': () => void Promise.reject(new Error('forgotten')),
  'a forgotten rejection of no error': () => void Promise.reject('no error'),
  "a forgotten rejection of node's own": () => void readFile('/no/such/file'),
  'a throw in a timer': () => void setTimeout(() => invalid(), 1),
  'a throw in a microtask': () => queueMicrotask(() => invalid()),
  'a throw in an immediate': () => void setImmediate(() => invalid()),
  'a throw in a timer of a timer': () => void setTimeout(() => setTimeout(() => invalid(), 1), 1),
  'a throw of what cannot be read, in a timer': () =>
    void setTimeout(() => {
      throw new Proxy(
        {},
        {
          getPrototypeOf() {
            throw new Error('not even looked at')
          },
        },
      )
    }, 1),
  'process.exit': () => process.exit(3),
  'exit by its own name': () => exit(3),
  'process.abort': () => process.abort(),
  'a signal to itself': () => process.kill(process.pid, 'SIGKILL'),
  'process.removeAllListeners': () => process.removeAllListeners('uncaughtException'),
  'process.exit in a timer': () => void setTimeout(() => process.exit(3), 1),
}
const whileComposing = {
  'exit while composing': () => process.exit(3),
  'a signal while composing': () => process.kill(process.pid, 'SIGKILL'),
  'a forgotten rejection while composing': () => void Promise.reject(new Error('forgotten')),
  'a throw in a timer while composing': () => void setTimeout(() => invalid(), 0),
}

function invalid() {
  throw new TypeError('nobody can catch this')
}

function run(fault) {
  return faults[fault]?.()
}

class FaultyBlock extends Block({ content: { fault: string(), waits: string() } }) {
  async studentView() {
    run(this.fault)
    if (this.waits === 'yes') await new Promise((resolve) => setTimeout(resolve, 200))
    return new Fragment(html`<p>shown: ${this.fault}</p>`)
  }

  async act() {
    run(this.fault)
    return { acted: this.fault }
  }
}
view(
  FaultyBlock.prototype,
  'studentView',
  Object.getOwnPropertyDescriptor(FaultyBlock.prototype, 'studentView'),
)
handler(FaultyBlock.prototype, 'act', Object.getOwnPropertyDescriptor(FaultyBlock.prototype, 'act'))
block('faulty', {
  prepare: preparation(({ fault }) => {
    whileComposing[fault]?.()
    return { fault }
  }),
})(FaultyBlock)

export const kinds = Object.keys(faults)
export const composingKinds = Object.keys(whileComposing)
if (process.env.FAULTY_MODULE) setTimeout(() => invalid(), 20)
export default definePlugin({ name: 'faulty', blocks: [FaultyBlock] })
