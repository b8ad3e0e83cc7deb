import type { AsideType } from '../block/aside-type.js'
import type { BlockRuntimeOptions } from './block-runtime-options.js'
import type { BlockType } from '../block/block-type.js'
import type { DeletedState } from '../block/deleted-state.js'
import type { CompositorError } from '../errors/index.js'
import { tellDeleted } from './deletion-hook.js'
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

  /**
   * Tells the type of a block that a learner's state there was deleted.
   * @returns what it failed with, which `onFailure` is told too
   */
  async stateDeleted(
    type: BlockType,
    deleted: Omit<DeletedState, 'service'>,
  ): Promise<CompositorError | undefined> {
    return tellDeleted(this.kernel, type, deleted)
  }

  /** One learner's request. */
  session(options: SessionOptions): Session {
    return new Session(this.kernel, options)
  }
}
