import { setImmediate as nextTurn } from 'node:timers/promises'
import { CompositorError, type ErrorCode } from '../../runtime/errors/index.js'
import type { ComposedUnit } from '../../runtime/unit/index.js'
import type { RescoreOptions } from '../../runtime/view/index.js'
import type { Learner } from '../learner.js'
import type { LearnerUnits } from '../learner-units.js'
import { blockIn } from './block-in.js'
import { rescore, type Rescored } from './rescore.js'
import { staffOnly } from './staff-only.js'

/** The block of a unit that is rescored for everybody, and who asks. */
export interface EverybodysBlock {
  readonly usageKey: string
  readonly by: Learner
  /** A learner by id, as the host knows them. */
  readonly learnerOf: (id: string) => Learner | Promise<Learner>
}

/** How everybody is rescored. */
export interface RescoreAllOptions extends RescoreOptions {
  /** Told after each learner. */
  readonly onProgress?: (done: number, total: number) => void
  /** Ends after the learner under way when it is aborted. */
  readonly signal?: AbortSignal | undefined
}

/** A learner whose submissions were not graded again, and why. */
export interface NotRescored {
  readonly learner: string
  readonly code: ErrorCode
  readonly message: string
}

/** Learners that are listed of each kind; the rest are counted. */
const mostListed = 1000

/** What rescoring everybody did: counts of all, and the first thousand of each kind. */
export interface RescoredAll {
  readonly counts: {
    readonly rescored: number
    /** Those of them who have other points than before. */
    readonly changed: number
    readonly failed: number
    /** Learners who have no grade here, as they never submitted. */
    readonly skipped: number
  }
  readonly rescored: readonly Rescored[]
  readonly changed: readonly Rescored[]
  readonly failed: readonly NotRescored[]
}

/** Learners looked up at once. */
const batch = 200

/**
 * Rescores every learner with a grade at a block, one after another, so that the learners who work meanwhile go on.
 * One who cannot be rescored is listed and holds up nobody. One who begins meanwhile may be met or not, as what they
 * submit is graded by what is published now.
 * @throws CompositorError `staff-only`, `block-not-found`, `rescore-unsupported`
 */
export async function rescoreAll(
  units: LearnerUnits,
  unit: ComposedUnit,
  { usageKey, by, learnerOf }: EverybodysBlock,
  { onProgress, onlyIfHigher, signal }: RescoreAllOptions,
): Promise<RescoredAll> {
  staffOnly(by)
  await blockIn(units, unit, usageKey)
  const { store } = units.options
  const counts = { rescored: 0, changed: 0, failed: 0, skipped: 0 }
  const lists = { rescored: [] as Rescored[], changed: [] as Rescored[], failed: [] as NotRescored[] }
  const note = <K extends keyof typeof lists>(kind: K, one: (typeof lists)[K][number]) => {
    const list: (typeof one)[] = lists[kind]
    counts[kind]++
    if (list.length < mostListed) list.push(one)
  }
  const one = async (id: string) => {
    if (!(await store.results(id, [usageKey])).get(usageKey)?.grade) return counts.skipped++
    try {
      const done = await rescore(
        units,
        unit,
        { usageKey, by, learner: await learnerOf(id) },
        { onlyIfHigher },
      )
      note('rescored', done)
      if (done.before?.earned !== done.after?.earned) note('changed', done)
    } catch (thrown) {
      const { code, message } = CompositorError.from(thrown, 'block-failed', { usage: usageKey })
      if (code === 'rescore-unsupported') throw thrown
      note('failed', { learner: id, code, message })
    }
  }
  const total = await store.countLearnersOf(usageKey)
  let done = 0
  for (let after: string | undefined; ;) {
    const ids = await store.learnersOf(usageKey, { after, limit: batch })
    for (const id of ids) {
      if (signal?.aborted) return { counts, ...lists }
      await one(id)
      done++
      onProgress?.(done, Math.max(done, total))
    }
    if (ids.length < batch) return { counts, ...lists }
    after = ids.at(-1)
    await nextTurn()
  }
}
