import type { Container } from 'inversify'
import type { AsideType } from '../block/aside-type.js'
import type { BlockTypes } from '../block/block-type.js'
import type { CompositorError } from '../errors/index.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import type { Fragment } from '../view/fragment.js'
import type { FailedBlock } from './block-failure.js'
import type { BlockPlace } from './block-place.js'
import { Session, type SessionOptions } from './session.js'

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

/**
 * The kernel: makes blocks out of composed units, shows them and calls their handlers. One for a process;
 * one {@link Session} for each request.
 */
export class BlockRuntime {
  readonly deadline: number
  /** The registered asides; while there is none, they cost one check a block. */
  readonly asides: readonly AsideType[]
  readonly #asidesByView = new Map<string, readonly AsideType[]>()
  readonly #fragments = new WeakMap<ComposedBlock, Map<string, Fragment>>()
  readonly #data = new WeakMap<ComposedBlock, string>()
  readonly #failures = {
    learners: new WeakMap<ComposedBlock, Fragment>(),
    staff: new WeakMap<ComposedBlock, Fragment>(),
  }

  constructor(readonly options: BlockRuntimeOptions) {
    this.deadline = options.deadline ?? 1000
    this.asides = options.types.asides ?? []
    const { services } = options
    for (const { token, make } of options.types.services ?? []) {
      if (!services.isBound(token)) services.bind(token).toDynamicValue(make).inSingletonScope()
    }
  }

  /** The asides that may stand beside blocks shown with a view, in the order they are registered. */
  asidesFor(view: string): readonly AsideType[] {
    if (this.asides.length === 0) return this.asides
    let asides = this.#asidesByView.get(view)
    if (!asides) {
      asides = this.asides.filter(({ views }) => views.has(view))
      this.#asidesByView.set(view, asides)
    }
    return asides
  }

  /** Calls code of a block. */
  call<T>({ type, composed }: BlockPlace, doing: string, fail: BlockCall['fail'], work: () => T): T {
    const { contain } = this.options
    if (!contain) return work()
    const { name, plugin } = type
    return contain({ plugin, doing: `${name}’s ${doing}`, usage: composed.key, fail }, work)
  }

  /** One learner's request. */
  session(options: SessionOptions): Session {
    return new Session(this, options)
  }

  /**
   * Fragments of views that looked at nothing of the learner: the same for everyone while their composed block
   * lives (docs/decisions/0007-shared-html.md).
   */
  sharedFragment(block: ComposedBlock, view: string): Fragment | undefined {
    return this.#fragments.get(block)?.get(view)
  }

  keepSharedFragment(block: ComposedBlock, view: string, fragment: Fragment): void {
    let fragments = this.#fragments.get(block)
    if (!fragments) this.#fragments.set(block, (fragments = new Map()))
    fragments.set(view, fragment)
  }

  /** What `student_view_data` gave, as JSON text, where it was the same for everyone. */
  sharedData(block: ComposedBlock): string | undefined {
    return this.#data.get(block)
  }

  keepSharedData(block: ComposedBlock, text: string): void {
    this.#data.set(block, text)
  }

  /** The error block of a block that no request can show; staff see the reason. */
  keptFailure(block: ComposedBlock, showReason: boolean): Fragment | undefined {
    return this.#failures[showReason ? 'staff' : 'learners'].get(block)
  }

  keepFailure(block: ComposedBlock, showReason: boolean, fragment: Fragment): void {
    this.#failures[showReason ? 'staff' : 'learners'].set(block, fragment)
  }
}
