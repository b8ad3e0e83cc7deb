import type { BlockEvent, ErrorData } from '../runtime/index.js'
import type { LearnerRecords } from './learner-records.js'
import type { ScenarioEdits } from './scenario-edits.js'
import type { BlockTime } from './timed-runtime.js'

/** A point in time of a scenario: what happened, and everything as it was after it. */
export interface Moment {
  /** Counts up through the life of a workbench. */
  readonly id: number
  readonly kind: 'view' | 'call' | 'change' | 'reset'
  /** What happened, in a line: `vote → 200`. */
  readonly label: string
  /** Who did it. */
  readonly who: string
  /** Milliseconds it took; absent for what takes no time worth saying. */
  readonly took?: number
  /** What each block took of it. */
  readonly times?: readonly BlockTime[]
  readonly events: readonly BlockEvent[]
  readonly failures: readonly ErrorData[]
  readonly records: LearnerRecords
  readonly edits: ScenarioEdits
}

/** What a moment is made of; the rest is as it was before. */
export type Happening = Omit<Moment, 'id' | 'records' | 'edits'> & Partial<Pick<Moment, 'records' | 'edits'>>

/** Moments kept for each scenario. */
const kept = 500

/** The points in time of one scenario, the newest last. */
export class TimeLine {
  #moments: Moment[] = []

  /** Everything as it is now. */
  get now(): Pick<Moment, 'records' | 'edits'> {
    return this.#moments.at(-1) ?? { records: {}, edits: {} }
  }

  get moments(): readonly Moment[] {
    return this.#moments
  }

  /** A moment that is still kept. */
  at(id: number): Moment | undefined {
    return this.#moments.find((one) => one.id === id)
  }

  /**
   * Adds what happened. A view like the last one that changed nothing takes its place, so that looking again fills
   * no list.
   */
  add(id: number, happening: Happening): Moment {
    const { records, edits } = this.now
    const moment: Moment = { records, edits, ...happening, id }
    const last = this.#moments.at(-1)
    const isAgain =
      last?.kind === 'view' &&
      moment.kind === 'view' &&
      last.label === moment.label &&
      last.who === moment.who &&
      moment.records === records
    if (isAgain) this.#moments.pop()
    this.#moments.push(moment)
    if (this.#moments.length > kept) this.#moments.shift()
    return moment
  }
}
