import type { BlockType } from '../block/block-type.js'
import type { FieldUpdate } from '../block/field-values.js'
import type { CompositorError } from '../errors/index.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import type { Fragment } from '../view/fragment.js'
import type { HandlerRequest } from '../view/handler-request.js'
import type { BlockEvent } from './block-event.js'
import type { FailedBlock } from './block-failure.js'
import type { HandlerOutcome } from './handler-outcome.js'
import type { LearnerNotes } from './learner-notes.js'
import type { Kernel } from './kernel.js'
import type { SessionOptions } from './session-options.js'
import type { GradeDeed } from './staff-port.js'
import type { SessionServices } from './session-services.js'

/** The places of other blocks, as one block reaches them. */
export interface OtherPlaces {
  /** The type a block is shown with; undefined where not even the fallback is registered. */
  typeOf(composed: ComposedBlock): BlockType | undefined
  /** The place of a block that has been made, if it has. */
  known(composed: ComposedBlock): { fail(): void } | undefined
}

/** What the place of a block reaches of the request it is in. */
export interface PlaceSession {
  readonly kernel: Kernel
  readonly options: SessionOptions
  readonly services: SessionServices
  readonly places: OtherPlaces
  /** What blocks published so far, in order. */
  readonly events: BlockEvent[]
  /** Grades that staff gave other learners so far. */
  readonly deeds: GradeDeed[]
  /** Epoch milliseconds. */
  now(): number
  /** What blocks changed so far. */
  updates(): FieldUpdate[]
  fragment(composed: ComposedBlock, view: string, isInside?: boolean): Promise<Fragment>
  touchedLearner(composed: ComposedBlock): boolean
  /** What showing a block asked of the learner; undefined where what it shows is theirs alone. */
  notesOf(composed: ComposedBlock, view: string): LearnerNotes | undefined
  handle(composed: ComposedBlock, name: string, request: HandlerRequest): Promise<HandlerOutcome>
  report(error: CompositorError, composed: ComposedBlock, failed: FailedBlock): void
}
