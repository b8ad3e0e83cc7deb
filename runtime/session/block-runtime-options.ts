import type { Container } from 'inversify'
import type { BlockTypes } from '../block/block-types.js'
import type { CompositorError } from '../errors/index.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import type { FailedBlock } from './block-failure.js'

/** A call of a block's code. */
export interface BlockCall {
  /** Name of the plugin that provides its type. */
  readonly plugin: string
  readonly doing: string
  /** The block, as text. */
  readonly usage: string
  /** Ends the call as failed, where it is under way. */
  readonly fail: (error: CompositorError) => void
}

/** What a runtime is opened with. */
export interface BlockRuntimeOptions {
  readonly types: BlockTypes
  /** The host's services for the whole process. */
  readonly services: Container
  /** Told of every block that failed; the unit goes on without it. */
  readonly onFailure?: (error: CompositorError, block: ComposedBlock, failed?: FailedBlock) => void
  /**
   * Milliseconds that one view or handler may wait for anything but its children; 1000 if not said. Code that never
   * waits cannot be stopped by it.
   */
  readonly deadline?: number
  /** Runs each call of a block's code, where the host wants to know whose code runs; calls it as it is when left out. */
  readonly contain?: <T>(call: BlockCall, work: () => T) => T
}
