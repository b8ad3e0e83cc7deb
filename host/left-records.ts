import { holds, type Compositor, type PublishedContext, type UnitStore } from '../compositor/index.js'
import { csvText, safeCell } from '../content/taxonomy/index.js'
import { leftUsages, workAt, type LearnerStore, type LeftWork } from '../lms/index.js'
import { parseUsageKey, type ComposedUnit, type FileKeeper } from '../runtime/index.js'
import { filesOf, type LeftFile } from './left-files.js'
import { placedUnit } from './placed-unit.js'

/** What {@link LeftRecords} needs of a host. */
export interface LeftRecordsParts {
  readonly learners: LearnerStore
  readonly units: UnitStore
  readonly compositor: Compositor
  readonly keeper: Pick<FileKeeper, 'open'>
}

/** What learners did at blocks that a course has not any more: it is kept, and leaves as lines of JSON or CSV. */
export class LeftRecords {
  constructor(private readonly parts: LeftRecordsParts) {}

  /**
   * What everybody did at blocks that learners of a course do not meet any more.
   * @param usages keys, as text, of blocks that are meant whether or not they are used; all that are not when left out
   * @throws CompositorError `context-not-published`, `store-unavailable`
   */
  async *of(context: string, usages?: readonly string[]): AsyncIterable<LeftWork> {
    const { learners } = this.parts
    for await (const usage of usages ?? this.#left(context)) yield* workAt(learners, usage)
  }

  /** The same as lines of a text, each of them whole. */
  async *lines(context: string, form: 'json' | 'csv', usages?: readonly string[]): AsyncIterable<string> {
    if (form === 'csv') yield csvText([['usage', 'learner', 'earned', 'possible', 'completion', 'state']])
    for await (const work of this.of(context, usages))
      yield form === 'csv' ? rowOf(work) : `${JSON.stringify(work)}\n`
  }

  /**
   * The files of learners at these blocks, one after another, with their bytes.
   * @throws CompositorError `context-not-published`, `store-unavailable`, `store-damaged`
   */
  async *files(context: string, usages?: readonly string[]): AsyncIterable<LeftFile> {
    for await (const work of this.of(context, usages)) yield* filesOf(work, this.parts.keeper)
  }

  async *#left(context: string): AsyncIterable<string> {
    const { learners, units } = this.parts
    const published = await units.publication(context)
    let last: ComposedUnit | undefined
    const unitAt = async (key: string): Promise<ComposedUnit> =>
      last?.key === key ? last : (last = await this.#unit(key, published))
    yield* leftUsages(learners, context, async (usage) => {
      // What was done under a key that a block had went along to the one it has.
      if (published.newestKey(usage) !== usage) return true
      const unit = await published.unitOf(parseUsageKey(usage))
      return unit !== undefined && (!usage.startsWith('cb:') || holds((await unitAt(unit)).root, usage))
    })
  }

  async #unit(key: string, published: PublishedContext): Promise<ComposedUnit> {
    const { compositor } = this.parts
    return placedUnit(published, await compositor.unit(parseUsageKey(key), published), compositor)
  }
}

function rowOf({ usage, learner, grade, completion, state }: LeftWork): string {
  const points = [grade?.earned, grade?.possible].map((one) => (one === undefined ? '' : String(one)))
  return csvText([[usage, safeCell(learner), ...points, String(completion), JSON.stringify(state)]])
}
