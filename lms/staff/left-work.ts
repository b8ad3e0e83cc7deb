import { entriesIn, filesFamily, type FileEntry } from '../../runtime/service/index.js'
import type { JsonObject } from '../../runtime/values/index.js'
import {
  learnedUsages,
  usageBeginnings,
  valuesAt,
  type Grade,
  type LearnerStore,
  entriesOfLearner,
  type LearnersEntries,
} from '../learner-state/index.js'

/** What a learner did at a block. */
export interface LeftWork {
  /** Usage key, as text. */
  readonly usage: string
  /** The learner's id. */
  readonly learner: string
  /** The learner's own values there, by OLX name. */
  readonly state: JsonObject
  /** Raw points; null without any. */
  readonly grade: Grade | null
  /** From 0, not begun, to 1, done. */
  readonly completion: number
  /** The learner's files there, by hash; left out where there are none. */
  readonly files?: readonly FileEntry[]
  /** What they have in collections of their own there, by the name of each; left out where there are none. */
  readonly entries?: LearnersEntries
}

/** Learners read at a time. */
const pageSize = 200

/**
 * Usage keys of blocks at which learners of a course did something and that are not used in it any more.
 * @param context its key, as text @param isUsed whether learners may still meet a block
 * @throws CompositorError `store-unavailable`
 */
export async function* leftUsages(
  { records }: LearnerStore,
  context: string,
  isUsed: (usage: string) => Promise<boolean>,
): AsyncIterable<string> {
  for (const begin of usageBeginnings(context))
    for await (const usage of learnedUsages(records, begin)) if (!(await isUsed(usage))) yield usage
}

/** What everybody did at a block, whether or not it is used any more. @throws CompositorError `store-unavailable` */
export async function* workAt(store: LearnerStore, usage: string): AsyncIterable<LeftWork> {
  for (let after: string | undefined; ;) {
    const learners = await store.blockLearners.page(usage, {
      limit: pageSize,
      ...(after !== undefined && { after }),
    })
    const { records } = store
    const [states, results, kept, collections] = await Promise.all([
      valuesAt(records, usage, learners),
      store.resultsAt(usage, learners),
      valuesAt(records, usage, learners, filesFamily),
      Promise.all(learners.map((learner) => entriesOfLearner(records, usage, learner))),
    ])
    for (const [place, learner] of learners.entries()) {
      const { grade = null, completion = 0 } = results.get(learner) ?? {}
      const files = entriesIn(kept.get(learner))
      const work = { usage, learner, state: states.get(learner) ?? {}, grade, completion }
      const entries = collections[place]
      yield { ...work, ...(files.length > 0 && { files }), ...(entries && { entries }) }
    }
    after = learners.at(-1)
    if (after === undefined || learners.length < pageSize) return
  }
}
