import type { AsideType } from '../block/aside-type.js'
import type { BlockRuntimeOptions } from './block-runtime-options.js'
import { Kernel } from './kernel.js'
import { Session } from './session.js'
import type { SessionOptions } from './session-options.js'

/**
 * Makes blocks out of composed units, shows them and calls their handlers. One for a process;
 * one {@link Session} for each request.
 */
export class BlockRuntime {
  /** @internal */
  readonly kernel: Kernel

  constructor(readonly options: BlockRuntimeOptions) {
    this.kernel = new Kernel(options)
  }

  /** The registered asides. */
  get asides(): readonly AsideType[] {
    return this.kernel.asides
  }

  /** One learner's request. */
  session(options: SessionOptions): Session {
    return new Session(this.kernel, options)
  }
}
