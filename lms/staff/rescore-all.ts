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

/** What rescoring everybody did. */
export interface RescoredAll {
  readonly rescored: readonly Rescored[]
  readonly failed: readonly NotRescored[]
}

/**
 * Rescores every learner with values at a block, one after another, so that the learners who work meanwhile go on.
 * One who cannot be rescored is listed and holds up nobody.
 * @throws CompositorError `staff-only`, `block-not-found`, `rescore-unsupported`
 */
export async function rescoreAll(
  units: LearnerUnits,
  unit: ComposedUnit,
  { usageKey, by, learnerOf }: EverybodysBlock,
  { onProgress, onlyIfHigher, signal }: RescoreAllOptions,
): Promise<RescoredAll> {
  staffOnly(by)
  blockIn(unit, usageKey)
  const ids = units.options.store.learnersOf(usageKey)
  const rescored: Rescored[] = []
  const failed: NotRescored[] = []
  for (const [index, id] of ids.entries()) {
    if (signal?.aborted) break
    try {
      rescored.push(
        await rescore(units, unit, { usageKey, by, learner: await learnerOf(id) }, { onlyIfHigher }),
      )
    } catch (thrown) {
      const { code, message } = CompositorError.from(thrown, 'block-failed', { usage: usageKey })
      if (code === 'rescore-unsupported') throw thrown
      failed.push({ learner: id, code, message })
    }
    onProgress?.(index + 1, ids.length)
  }
  return { rescored, failed }
}
