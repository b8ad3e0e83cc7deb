import { AsyncLocalStorage } from 'node:async_hooks'
import {
  BlockRuntime,
  Session,
  type ComposedBlock,
  type Fragment,
  type SessionOptions,
} from '../runtime/index.js'

/** How long showing a block took, without the blocks in it. */
export interface BlockTime {
  readonly usage: string
  readonly type: string
  /** Milliseconds. */
  readonly took: number
}

/** A runtime whose sessions say what time each block takes. */
export class TimedRuntime extends BlockRuntime {
  override session(options: SessionOptions): TimedSession {
    return new TimedSession(this.kernel, options)
  }
}

/** A session that notes the time of each fragment it gives, parents after their children. */
export class TimedSession extends Session {
  readonly times: BlockTime[] = []
  /** The time that blocks inside the one being shown have taken so far. */
  readonly #inside = new AsyncLocalStorage<{ took: number }>()

  override async fragment(composed: ComposedBlock, view: string): Promise<Fragment> {
    const around = this.#inside.getStore()
    const inside = { took: 0 }
    const started = performance.now()
    const fragment = await this.#inside.run(inside, () => super.fragment(composed, view))
    const whole = performance.now() - started
    if (around) around.took += whole
    const { key, type } = composed
    this.times.push({ usage: key, type, took: Math.max(0, whole - inside.took) })
    return fragment
  }
}
