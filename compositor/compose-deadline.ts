import { processorTime } from './thread-time.js'

/** What a worker writes while it composes, shared with who waits for it. */
export interface ComposeState {
  /** Which call of a block type's code it is in; 0 for none. */
  readonly call: number
  /** The number of its thread; 0 where the system gives none. */
  readonly thread: number
}

/** Why a unit has to be stopped. */
export interface Overrun {
  /** Whether the call it is in is to blame, and not the unit as a whole. */
  readonly isOneCall: boolean
  readonly message: string
}

/** How much longer a call may take by the clock on the wall than it may keep a processor busy. */
const patience = 10

/** Characters of a record that give a unit one more deadline's time as a whole. */
const charactersADeadline = 50_000

interface Mark {
  readonly call: number
  readonly wall: number
  readonly processor: number | undefined
}

/**
 * Whether a unit that is being composed takes too long. Each call of a block type's code has a time of its own, so a
 * unit of many blocks may take what they need together; and what counts is the time its thread had a processor, as a
 * machine that does too much else is no fault of the block. Where the system does not tell, and for code that waits
 * without working, ten times as much by the clock.
 */
export class ComposeDeadline {
  readonly #total: number
  #first: Mark | undefined
  #latest: Mark | undefined

  /**
   * @param milliseconds for one call
   * @param length characters of the record
   */
  constructor(
    readonly milliseconds: number,
    length: number,
  ) {
    this.#total = milliseconds * (patience + length / charactersADeadline)
  }

  /** Looks at a unit that has begun. @param now epoch milliseconds */
  overrun({ call, thread }: ComposeState, now: number): Overrun | undefined {
    const mark: Mark = { call, wall: now, processor: processorTime(thread) }
    this.#first ??= mark
    if (this.#latest?.call !== call) this.#latest = mark
    const { milliseconds } = this
    if (isOver(this.#latest, mark, milliseconds))
      return { isOneCall: true, message: `It took more than ${milliseconds} ms to compose, and was stopped.` }
    if (!isOver(this.#first, mark, this.#total)) return undefined
    const message = `Its blocks together took more than ${Math.round(this.#total)} ms to compose.`
    return { isOneCall: false, message }
  }
}

function isOver(from: Mark, to: Mark, limit: number): boolean {
  if (to.wall - from.wall > limit * patience) return true
  return to.processor !== undefined && from.processor !== undefined && to.processor - from.processor > limit
}
