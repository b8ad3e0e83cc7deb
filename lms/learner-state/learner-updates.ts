import { setTimeout as wait } from 'node:timers/promises'
import { CompositorError } from '../../runtime/errors/index.js'
import type { Foreseen, LearnerBatch } from './learner-batch.js'
import { changesState, type LearnerChange } from './learner-change.js'
import type { CommitOutcome, LearnerStore } from './learner-store.js'
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

const patience = 1000
/** Pieces of work of one learner that are tried side by side; who comes besides waits for a turn. */
const sideBySide = 2
/** Longest wait before work is tried again, in milliseconds: other hosts try, too. */
const longestWait = 200

/**
 * Read, work, write, as if nobody else were there: when something the work rests on has changed before its
 * change could be stored, the whole work is done again on fresh values. Those of one process who fight for the same
 * come one after another, so that no learner fills the store's connections with work that is in vain.
 */
export class LearnerUpdates {
  readonly #turns = new Turns()
  readonly #underWay = new Map<string, number>()

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

  /** Tries at once, unless the learner's other work is at it already. */
  async #first<T>(own: string, attempt: () => Promise<T>): Promise<T> {
    const others = this.#underWay.get(own) ?? 0
    if (others >= sideBySide || this.#turns.has(own)) return this.#turns.take(own, patience, attempt)
    this.#underWay.set(own, others + 1)
    try {
      return await attempt()
    } finally {
      const left = (this.#underWay.get(own) ?? 1) - 1
      if (left > 0) this.#underWay.set(own, left)
      else this.#underWay.delete(own)
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
