import type { CompositorError } from '../runtime/errors/index.js'
import type { Clock } from '../runtime/service/index.js'
import type { BlockEvent, BlockRuntime, FailedBlock } from '../runtime/session/index.js'
import type { ComposedBlock, ComposedUnit } from '../runtime/unit/index.js'
import { BlockAddresses } from './block-addresses.js'
import { gradeEvent, trackingEvent, type EventLog, type TrackingEvent } from './events/index.js'
import type { Learner } from './learner.js'
import {
  LearnerUpdates,
  type GradeChange,
  type LearnerChange,
  type LearnerStore,
} from './learner-state/index.js'
import { LearnerUnit } from './learner-unit.js'
import { weighted } from './points.js'
import { published } from './published.js'

/** What the learners' side is opened with. */
export interface LearnersSideOptions {
  readonly runtime: BlockRuntime
  readonly store: LearnerStore
  readonly events: EventLog
  /** Says when grades were given and events happened. */
  readonly clock: Pick<Clock, 'now'>
  /** Told when something could not be stored that the learner did not wait for. */
  readonly onFailure?: (
    error: CompositorError,
    block?: ComposedBlock,
    failed?: Pick<FailedBlock, 'requestId'>,
  ) => void
  /** How much rendered HTML is kept ready, in bytes; 64 MiB if not said. */
  readonly keptBytes?: number
}

/** How a piece of work on a unit ended. */
export interface UnitWork<T> {
  readonly result: T
  /** Whether nothing of it is to be stored; what went to the log still does. */
  readonly refused?: boolean
}

/** What became of a piece of work on a unit. */
export interface UnitWorkDone<T> {
  readonly result: T
  readonly one: LearnerUnit
  readonly change: LearnerChange
  /** The learner's version with the change stored. */
  readonly stateVersion: number
}

const nothing: LearnerChange = { updates: [], grades: [], completions: [] }

/** Opens units for learners: to look at them, or to work on them and store what changed. */
export class LearnerUnits {
  readonly #addresses: BlockAddresses
  readonly #updates: LearnerUpdates

  constructor(readonly options: LearnersSideOptions) {
    this.#addresses = new BlockAddresses(options.runtime.options.types)
    this.#updates = new LearnerUpdates(options.store)
  }

  /** The unit as it is for the learner now. Nothing is stored: a selection that is new stays open. */
  look(unit: ComposedUnit, learner: Learner, only?: ComposedBlock): LearnerUnit {
    const { runtime, store, clock } = this.options
    return new LearnerUnit(
      runtime,
      this.#addresses,
      unit,
      learner,
      store.load(learner.id, []),
      clock.now(),
      only,
    ).loadAll()
  }

  /**
   * Works on the unit, stores what it changed in one go, then logs what happened. When others changed the same
   * values meanwhile, `job` runs again on a unit opened anew.
   * @param only works on this block alone, whether or not the learner sees it
   * @throws CompositorError `block-not-found`, `learner-write-conflict`; and whatever `job` throws
   */
  async work<T>(
    unit: ComposedUnit,
    learner: Learner,
    job: (one: LearnerUnit) => Promise<UnitWork<T>>,
    only?: ComposedBlock,
  ): Promise<UnitWorkDone<T>> {
    const { runtime, events, clock } = this.options
    const { result: stored, stateVersion } = await this.#updates.update(learner.id, [], async (batch) => {
      const one = new LearnerUnit(runtime, this.#addresses, unit, learner, batch, clock.now(), only)
      const { result, refused = false } = await job(one)
      const at = clock.now()
      const { grades, completions, logged } = published(
        refused ? one.session.events : one.events,
        runtime.options.types,
        at,
      )
      const change = refused ? nothing : { updates: one.updates, grades, completions }
      const lines = [
        ...logged.map((event) => logLine(event, one, at)),
        // Of a grade that staff gave anew they are told in their own words.
        ...(only || refused ? [] : grades.map((grade) => submittedLine(grade, one, at))),
      ]
      if (lines.length > 0) events.check?.()
      return { change, result: { done: { result, one, change }, lines } }
    })
    const { done, lines } = stored
    events.append(lines)
    return { ...done, stateVersion }
  }
}

function logLine(event: BlockEvent, one: LearnerUnit, at: number): TrackingEvent {
  return trackingEvent(event, one.block(event.usageKey), { unit: one.unit, learner: one.learner, at })
}

/** Tells of a grade that a learner's submission earned (the incumbent's `edx.grades.problem.submitted`). */
function submittedLine(
  { usage, earned, possible }: GradeChange,
  one: LearnerUnit,
  at: number,
): TrackingEvent {
  const block = one.block(usage)
  const { unit, learner } = one
  const points = weighted({ earned, possible }, block.fields.weight)
  return gradeEvent(
    'edx.grades.problem.submitted',
    { unit, block, learner, at },
    {
      weighted_earned: points.earned,
      weighted_possible: points.possible,
    },
  )
}
