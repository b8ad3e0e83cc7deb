import type { FieldUpdate } from '../runtime/block/index.js'
import type { CompositorError } from '../runtime/errors/index.js'
import type { Clock } from '../runtime/service/index.js'
import type { BlockEvent, BlockRuntime, FailedBlock } from '../runtime/session/index.js'
import type { ComposedBlock, ComposedUnit } from '../runtime/unit/index.js'
import type { Members } from '../compositor/index.js'
import type { RecordsCommit } from '../store/index.js'
import { BlockAddresses } from './block-addresses.js'
import type { CourseReading } from './course-reading.js'
import { gradeEvent, trackingEvent, type EventLog, type TrackingEvent } from './events/index.js'
import type { Learner } from './learner.js'
import { DrawnBlocks } from './drawn-blocks.js'
import { UnitForesight, type Looking } from './unit-foresight.js'
import type { KeptPartsOptions } from './kept-parts.js'
import type { LookingAround } from './looking-around.js'
import {
  changedTooOften,
  LearnerUpdates,
  nothingChanged,
  resultsAfter,
  type BlockResult,
  type GradeChange,
  type LearnerBatch,
  type LearnerChange,
  type LearnerStore,
  type StaffNote,
} from './learner-state/index.js'
import { LearnerUnit } from './learner-unit.js'
import { weighted } from './points.js'
import { stepIn } from './step-in.js'
import { published } from './published.js'
import { BlockStaff, type StaffSide } from './staff/block-staff.js'

/** What the learners' side is opened with. */
export interface LearnersSideOptions {
  readonly runtime: BlockRuntime
  readonly store: LearnerStore
  readonly events: EventLog
  /** Says when grades were given and events happened. */
  readonly clock: Pick<Clock, 'now'>
  /** Composes the library blocks that banks draw; without it they draw of their own children alone. */
  readonly members?: Members
  /** What handlers for staff need of the host; without it they reach no learners. */
  readonly staff?: StaffSide | undefined
  /** Told when something could not be stored that the learner did not wait for. */
  readonly onFailure?: (
    error: CompositorError,
    block?: ComposedBlock,
    failed?: Pick<FailedBlock, 'requestId'>,
  ) => void
  /** Where blocks look around in their course; they cannot if left out. */
  readonly reading?: CourseReading | undefined
  /** Where what is shared of pages is kept for the next process; nowhere if left out. */
  readonly parts?: KeptPartsOptions | undefined
  /** How much rendered HTML is kept ready, in bytes; 64 MiB if not said. */
  readonly keptBytes?: number
}

/** What the learner has achieved at a block, once everything is stored. */
export type ResultOf = (usage: string) => BlockResult | undefined

/** How a piece of work on a unit ended. */
export interface UnitWork<T> {
  readonly result: T
  /** Whether nothing of it is to be stored; what went to the log still does. */
  readonly refused?: boolean
  /** Grades besides those that blocks published. */
  readonly grades?: readonly Omit<GradeChange, 'at'>[]
  /** Changes besides those that were made of fields. */
  readonly updates?: readonly FieldUpdate[]
  /** What is logged besides, once it is known what the learner has achieved with it. */
  readonly lines?: ((resultOf: ResultOf) => readonly TrackingEvent[]) | undefined
  /** Who of staff does it, and why. */
  readonly staff?: StaffNote | undefined
  /** What is compared and stored besides, in the same commit. */
  readonly part?: ((resultOf: ResultOf) => RecordsCommit) | undefined
}

/** What became of a piece of work on a unit. */
export interface UnitWorkDone<T> {
  readonly result: T
  readonly one: LearnerUnit
  readonly change: LearnerChange
  /** The learner's version with the change stored. */
  readonly stateVersion: number
}

/** What a unit is opened for. */
export interface Opening {
  readonly looking: Looking
  /** Opens this block alone, whether or not the learner sees it: for staff, who work on a learner's record. */
  readonly only?: ComposedBlock | undefined
  /** Gives what banks drew, where it is not to be composed whole. */
  readonly members?: Members | undefined
}

/** How often a unit is opened anew because what is stored of its learner changed meanwhile. */
const mostOpenings = 40

/** Opens units for learners: to look at them, or to work on them and store what changed. */
export class LearnerUnits {
  readonly #addresses: BlockAddresses
  readonly #foresight: UnitForesight
  readonly #updates: LearnerUpdates

  /** @param around what the blocks of a unit find around them; nothing if left out */
  constructor(
    readonly options: LearnersSideOptions,
    private readonly around?: (asking: LearnerUnit) => LookingAround,
  ) {
    this.#addresses = new BlockAddresses(options.runtime.options.types)
    this.#foresight = new UnitForesight(this.#addresses)
    this.#updates = new LearnerUpdates(options.store)
  }

  /**
   * The unit as it is for the learner now. Nothing is stored: a selection that is new stays open.
   * @throws CompositorError `store-unavailable`
   */
  async look(unit: ComposedUnit, learner: Learner): Promise<LearnerUnit> {
    return this.read(unit, learner, { looking: { at: 'all' } }, async (one) => one)
  }

  /**
   * What `ask` gives of the unit as it is for the learner now. Nothing is stored.
   * @throws CompositorError `store-unavailable`; and whatever `ask` throws
   */
  async read<T>(
    unit: ComposedUnit,
    learner: Learner,
    opening: Opening,
    ask: (one: LearnerUnit) => Promise<T>,
  ): Promise<T> {
    const foreseen = this.#foresight.of(unit, opening.looking, opening.only)
    const batch = await this.options.store.load(learner.id, [], foreseen)
    return batch.settled(async () => ask(await this.#open(unit, learner, batch, opening)))
  }

  /**
   * Works on the unit, stores what it changed, with the lines that tell of it, in one go. When others changed the same
   * values meanwhile, `job` runs again on a unit opened anew.
   * @param onWorked told what `job` gave for the first time, before it is stored
   * @throws CompositorError `block-not-found`, `learner-write-conflict`; and whatever `job` throws
   */
  async work<T>(
    unit: ComposedUnit,
    learner: Learner,
    opening: Opening,
    job: (one: LearnerUnit) => Promise<UnitWork<T>>,
    onWorked?: (result: T) => void,
  ): Promise<UnitWorkDone<T>> {
    const { only } = opening
    const foreseen = { ...this.#foresight.of(unit, opening.looking, only), trail: unit.context }
    const { runtime, events, clock } = this.options
    const { result: stored, stateVersion } = await this.#updates.update(
      learner.id,
      foreseen,
      async (batch) => {
        const one = await this.#open(unit, learner, batch, opening)
        const {
          result,
          refused = false,
          grades: given = [],
          updates = [],
          lines: further,
          staff,
          part,
        } = await job(one)
        const at = clock.now()
        const { grades, completions, logged } = published(
          refused ? one.session.events : one.events,
          runtime.options.types,
          at,
        )
        const all = [...grades, ...given.map((grade) => ({ ...grade, at }))]
        const state = refused
          ? nothingChanged
          : {
              updates: updates.length > 0 ? [...one.updates, ...updates] : one.updates,
              grades: all,
              completions,
            }
        const resultOf: ResultOf = (usage) =>
          resultsAfter(state, (other) => batch.result(other)).get(usage) ?? batch.result(usage)
        const lines = [
          ...logged.map((event) => logLine(event, one, at)),
          // Of a grade that staff gave anew they are told in their own words.
          ...(only || refused ? [] : grades.map((grade) => submittedLine(grade, one, at))),
          ...(further?.(resultOf) ?? []),
        ]
        const log = { at, userId: learner.anonymousId, context: unit.context, lines, staff }
        const change: LearnerChange = {
          ...state,
          log,
          part: part?.(resultOf),
          step: stepIn(unit, only ? undefined : at),
        }
        return { change, result: { done: { result, one, change }, lines } }
      },
      onWorked && (({ result: { done } }) => onWorked(done.result)),
    )
    const { done, lines } = stored
    if (lines.length > 0) events.stored(lines)
    return { ...done, stateVersion }
  }

  /** What handlers for staff reach other learners by; undefined for learners. */
  staffOf(unit: ComposedUnit, learner: Learner): BlockStaff | undefined {
    const { staff, store } = this.options
    return staff && learner.isStaff ? new BlockStaff(store, this.#addresses, unit, learner, staff) : undefined
  }

  /** Opens a unit with all that its batch is asked for: what is drawn says what more of the learner is to be read. */
  async #open(
    unit: ComposedUnit,
    learner: Learner,
    batch: LearnerBatch,
    { looking, only, members = this.options.members }: Opening,
  ): Promise<LearnerUnit> {
    const { runtime, clock } = this.options
    const drawn = new DrawnBlocks(unit, members)
    for (let opened = 0; opened < mostOpenings; opened++) {
      const one = new LearnerUnit(
        runtime,
        this.#addresses,
        unit,
        learner,
        batch,
        clock.now(),
        drawn,
        only,
        this.around,
        this.staffOf(unit, learner),
      )
      if (batch.lacks) await batch.complete()
      else if (one.selection && one.selection.wanted.length > 0) await drawn.compose(one.selection.wanted)
      else if (looking.at !== 'all' || (await loaded(one))) {
        one.reportFailures(runtime.options)
        return one
      }
    }
    throw changedTooOften(learner.id, mostOpenings)
  }
}

/** Reads what the blocks that a learner sees know of them. @returns whether what they see still stands */
async function loaded(one: LearnerUnit): Promise<boolean> {
  const { batch, selection } = one
  // All of them were foreseen.
  if (selection?.isEverybodys) return true
  const addresses = [...one.addresses()]
  const isSame = await batch.foresee({ addresses, results: [...one.blocks].map(({ key }) => key) })
  return isSame && (await batch.include(addresses))
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
