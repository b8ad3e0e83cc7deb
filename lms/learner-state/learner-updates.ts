import { setTimeout as wait } from 'node:timers/promises'
import { CompositorError } from '../../runtime/errors/index.js'
import type { Foreseen, LearnerBatch } from './learner-batch.js'
import { changesState, type LearnerChange } from './learner-change.js'
import type { CommitOutcome } from './learner-commits.js'
import type { LearnerStore } from './learner-store.js'
import { stateVersionKey } from './record-key.js'
import { Turns } from './turns.js'

/** What a piece of work on a learner gave: what to store, and its result. */
export interface Worked<T> {
  readonly change: LearnerChange
  readonly result: T
}

/** The result of a piece of work whose change is stored. */
export interface Stored<T> {
  readonly result: T
  readonly stateVersion: number
}

interface Attempt<T> {
  readonly worked: Worked<T>
  readonly outcome: CommitOutcome
}

/** Work of one learner that was not tried before. */
interface Side {
  /** How much of it is tried now. */
  count: number
  /** What waits for it; told whether it has to go on one after another. */
  readonly waiting: ((hasFought: boolean) => void)[]
}

const patience = 1000
/** Pieces of work of one learner that are tried side by side as long as none fights with another; who comes besides waits. */
const sideBySide = 8
/** Longest wait before work is tried again, in milliseconds: other hosts try, too. */
const longestWait = 200

/**
 * Read, work, write, as if nobody else were there: when something the work rests on has changed before its
 * change could be stored, the whole work is done again on fresh values. Those of one process who fight for the same
 * come one after another, so that no learner fills the store's connections with work that is in vain.
 */
export class LearnerUpdates {
  readonly #turns = new Turns()
  readonly #sides = new Map<string, Side>()

  /** @param tries how often a piece of work is done at most */
  constructor(
    private readonly store: LearnerStore,
    private readonly tries = 40,
  ) {}

  /**
   * Runs `work` on the learner's values and stores the change it gives. `work` runs again, too, where it asked for
   * records that had to be waited for.
   * @param foreseen what `work` will probably look at
   * @param onWorked told what it came to for the first time, before that is stored; such work waits for no turn
   * @throws CompositorError `learner-write-conflict` after all tries; and whatever `work` throws
   */
  async update<T>(
    learner: string,
    foreseen: Foreseen,
    work: (batch: LearnerBatch) => Promise<Worked<T>>,
    onWorked?: (worked: Worked<T>) => void,
  ): Promise<Stored<T>> {
    const own = stateVersionKey(learner)
    const attempt = async (): Promise<Attempt<T>> => {
      const batch = await this.store.load(learner, [], foreseen)
      const worked = await batch.settled(() => work(batch))
      onWorked?.(worked)
      onWorked = undefined
      return { worked, outcome: await this.store.commit(batch, worked.change) }
    }
    // Lines that tell of a refusal rest on nothing: they only come after what was stored meanwhile.
    const again = async (before: Worked<T>): Promise<Attempt<T>> =>
      changesState(before.change) || before.change.part
        ? attempt()
        : { worked: before, outcome: await this.store.commitLines(learner, before.change) }
    let { worked, outcome } = await (onWorked ? attempt() : this.#first(own, attempt))
    for (let tried = 1; !outcome.committed; tried++) {
      if (tried >= this.tries) throw changedTooOften(learner, tried)
      if (tried > 1) await wait(Math.random() * Math.min(2 ** tried, longestWait))
      ;({ worked, outcome } = await this.#turns.take(outcome.conflict, patience, () => again(worked)))
    }
    return { result: worked.result, stateVersion: outcome.stateVersion }
  }

  /** Tries at once, or after others of the learner; once two of them fought, those that wait go on one after another. */
  async #first<T>(own: string, attempt: () => Promise<Attempt<T>>): Promise<Attempt<T>> {
    if (this.#turns.has(own)) return this.#turns.take(own, patience, attempt)
    let side = this.#sides.get(own)
    if (!side) this.#sides.set(own, (side = { count: 0, waiting: [] }))
    const { waiting } = side
    if (side.count < sideBySide) side.count++
    else if (await new Promise<boolean>((resolve) => waiting.push(resolve)))
      return this.#turns.take(own, patience, attempt)
    let hasFought = false
    try {
      const attempted = await attempt()
      hasFought = !attempted.outcome.committed
      return attempted
    } finally {
      if (hasFought) for (const resolve of waiting.splice(0)) resolve(true)
      const next = waiting.shift()
      if (next) next(false)
      else if (--side.count === 0) this.#sides.delete(own)
    }
  }
}

/** The error for work whose values never hold still. */
export function changedTooOften(learner: string, tries: number): CompositorError {
  return new CompositorError(
    'learner-write-conflict',
    `What learner '${learner.slice(0, 80)}' sent could not be stored: the values it rests on changed ${tries} times while it was worked on.`,
  )
}
