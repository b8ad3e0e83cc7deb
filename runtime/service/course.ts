/** A line above a block in its course. */
export interface CourseLine {
  /** Usage key, as text. */
  readonly key: string
  /** `chapter`, `sequential`, `vertical`. */
  readonly type: string
  readonly title: string
}

/**
 * The course, library or pathway that a block stands in. It is the same for all learners; a view that asks is made anew when what it was
 * told is another thing.
 */
export abstract class Course {
  /** Key of the learning context, as text, without branch or version. */
  abstract readonly key: string
  abstract readonly title: string
  /** The language of its content, as in BCP 47; undefined where its authors do not say. */
  abstract readonly language: string | undefined
  /** When it begins and ends, as its authors say; undefined where they do not. */
  abstract readonly start: Date | undefined
  abstract readonly end: Date | undefined
  /** What stands above the block below the course: section, subsection, unit. */
  abstract readonly path: readonly CourseLine[]
}

/** A block of a course as one learner has it. */
export interface SurroundingBlock extends CourseLine {
  /** Whether there is anything in it that they see, or may see. */
  readonly hasChildren: boolean
  /** How many blocks in it are to be completed, and the sum of how far each is; absent where none is. */
  readonly completion?: { readonly done: number; readonly blocks: number }
  /** Weighted points; absent where nothing in it has a score, or the learner may not know it yet. */
  readonly score?: { readonly earned: number; readonly possible: number }
}

/**
 * What stands beside a block and in it, as this learner has it now: nothing that is closed to them, is of another group, was drawn for
 * others or is for staff. It is read only, of what is published; each call reads one level. A view that asks is this learner's own.
 */
export abstract class Surroundings {
  /**
   * The blocks in a block, in order.
   * @param usageKey this block where it is left out; else any of the same context, or {@link Course.key} for what stands at its top
   * @throws CompositorError `service-use` for one of another context, `block-not-found` for one that this learner has not
   */
  abstract children(usageKey?: string): Promise<readonly SurroundingBlock[]>

  /** The blocks beside this one in the same parent, in order, this one left out. @param usageKey, @throws as {@link children} */
  abstract siblings(usageKey?: string): Promise<readonly SurroundingBlock[]>
}
