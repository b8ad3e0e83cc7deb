import { setImmediate as nextTurn } from 'node:timers/promises'
import { parseUsageKey } from '../../runtime/keys/index.js'
import { resultsIn, valuesIn } from '../learner-state/index.js'
import type { LearnerStore } from '../learner-state/index.js'
import { isStuck, type FigureSources } from './block-figures.js'
import { CourseTally, type LearnersWork, type PartOf } from './course-tally.js'

/** What figures of a course are read of. */
export interface CourseSources extends Omit<FigureSources, 'store'> {
  readonly store: Pick<LearnerStore, 'records' | 'courseLearners'>
  /** Records that are looked at; all where left out. */
  readonly most?: number | undefined
}

/** Learners that are listed at a time. */
const batch = 50

/**
 * How all learners of a course fared at its blocks: one pass over what is stored of them, one learner at a time.
 * @param context key, as text
 * @returns undefined where more is stored than may be looked at
 * @throws CompositorError `store-unavailable`
 */
export async function courseFigures(
  context: string,
  partOf: PartOf,
  { store, types, onLooked, most = Infinity }: CourseSources,
): Promise<CourseTally | undefined> {
  const tally = new CourseTally(partOf)
  let looked = 0
  for (let after: string | undefined; ;) {
    const learners = await store.courseLearners.page(context, { after, limit: batch })
    for (const learner of learners) {
      const work = await workOf(learner, context, { store, types })
      looked += work.length
      if (looked > most) return undefined
      await tally.add(learner, work)
      await nextTurn()
    }
    await onLooked?.(learners.length)
    after = learners.at(-1)
    if (learners.length < batch) return tally
  }
}

async function workOf(
  learner: string,
  context: string,
  { store: { records }, types }: Pick<CourseSources, 'store' | 'types'>,
): Promise<LearnersWork[]> {
  const work = new Map<string, { -readonly [name in keyof LearnersWork]: LearnersWork[name] }>()
  for await (const [usage, { grade }] of resultsIn(records, learner, context)) {
    if (!grade || grade.possible <= 0) continue
    work.set(usage, { usage, share: grade.earned / grade.possible, attempts: 0, isStuck: false })
  }
  for await (const [usage, values] of valuesIn(records, learner, context)) {
    const own = types.get(typeIn(usage))?.capabilities.attempted?.(values)
    if (!own) continue
    const { share } = work.get(usage) ?? {}
    const { attempts, first } = own
    work.set(usage, { usage, share, attempts, first, isStuck: isStuck(attempts, share ?? 0) })
  }
  return [...work.values()]
}

function typeIn(usage: string): string {
  try {
    return parseUsageKey(usage).blockType
  } catch {
    return ''
  }
}
