import type { Container } from 'inversify'
import type { BlockTypes } from '../block/block-type.js'
import type { CompositorError } from '../errors/index.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import type { Fragment } from '../view/fragment.js'
import { Session, type SessionOptions } from './session.js'

/** What a runtime is opened with. */
export interface BlockRuntimeOptions {
  readonly types: BlockTypes
  /** The host's services for the whole process. */
  readonly services: Container
  /** Told of every block that failed; the unit goes on without it. */
  readonly onFailure?: (error: CompositorError, block: ComposedBlock) => void
}

/**
 * The kernel: makes blocks out of composed units, shows them and calls their handlers. One for a process;
 * one {@link Session} for each request.
 */
export class BlockRuntime {
  readonly #sharedFragments = new WeakMap<ComposedBlock, Map<string, Fragment>>()

  constructor(readonly options: BlockRuntimeOptions) {}

  /** One learner's request. */
  session(options: SessionOptions): Session {
    return new Session(this, options)
  }

  /**
   * Fragments of views that looked at nothing of the learner: the same for everyone while their composed block
   * lives (docs/decisions/0007-shared-html.md).
   */
  sharedFragment(block: ComposedBlock, view: string): Fragment | undefined {
    return this.#sharedFragments.get(block)?.get(view)
  }

  keepSharedFragment(block: ComposedBlock, view: string, fragment: Fragment): void {
    let fragments = this.#sharedFragments.get(block)
    if (!fragments) this.#sharedFragments.set(block, (fragments = new Map()))
    fragments.set(view, fragment)
  }
}
