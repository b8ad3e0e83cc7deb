import type {
  AskedVersions,
  AuthoringStore,
  DraftUpdate,
  RemovedBlock,
  UpdatePreview,
} from '../../content/index.js'
import { DraftUpdates } from '../../content/index.js'
import type { LearnerStore } from '../../lms/index.js'
import type { BlockTypes, UsageKey } from '../../runtime/index.js'

/** A block that would leave, with how many learners have something stored at it, or at what is below it: their number, never who they are. */
export interface LeavingBlock extends RemovedBlock {
  readonly learners: number
}

/** A preview that tells who has work at what would leave. */
export interface CoursePreview extends UpdatePreview {
  readonly removed: readonly LeavingBlock[]
}

/** An update that a course is offered. */
export interface CourseUpdate extends DraftUpdate {
  readonly preview: CoursePreview
}

/** Learners that are told apart, where several blocks leave together; of more, the most that one of the blocks has. */
const mostToldApart = 20_000

/** Updates of the references and linked copies of courses, with what is known here of their learners. */
export class CourseUpdates extends DraftUpdates {
  constructor(
    store: AuthoringStore,
    types: BlockTypes,
    private readonly learners: LearnerStore,
  ) {
    super(store, types)
  }

  override async updates(context: string, isAll = false): Promise<readonly CourseUpdate[]> {
    const offered = await super.updates(context, isAll)
    return Promise.all(offered.map(async (one) => ({ ...one, preview: await this.#told(one.preview) })))
  }

  override async preview(usage: UsageKey, to?: AskedVersions): Promise<CoursePreview> {
    return this.#told(await super.preview(usage, to))
  }

  async #told(preview: UpdatePreview): Promise<CoursePreview> {
    const removed = preview.removed.map(async (one) => ({ ...one, learners: await this.#count(one.usages) }))
    return { ...preview, removed: await Promise.all(removed) }
  }

  async #count(usages: readonly string[]): Promise<number> {
    const counts = await Promise.all(usages.map((usage) => this.learners.blockLearners.count(usage)))
    const at = usages.filter((_, place) => (counts[place] ?? 0) > 0)
    const total = counts.reduce((sum, count) => sum + count, 0)
    if (at.length < 2 || total > mostToldApart) return Math.max(0, ...counts)
    const all = await Promise.all(at.map((usage) => this.learners.blockLearners.page(usage)))
    return new Set(all.flat()).size
  }
}
