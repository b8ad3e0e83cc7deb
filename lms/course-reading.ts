import type { Members, PublishedContext, UnitSummary } from '../compositor/index.js'
import type { ComposedUnit } from '../runtime/unit/index.js'

/** Reads what is published, for blocks that look around in their course. */
export interface CourseReading {
  /** @param context key, as text, without branch or version @throws CompositorError `context-not-published` */
  published(context: string): Promise<PublishedContext>
  /** A unit where it stands. @throws CompositorError `unit-not-found` */
  unit(published: PublishedContext, key: string): Promise<ComposedUnit>
  /** What units count for, each where it stands; nothing of those of which nothing is known. */
  summaries(published: PublishedContext, keys: readonly string[]): Promise<readonly UnitSummary[]>
  /** The key that a block of a context has, of one that it had; as far as that is known at once. */
  newestKey(context: string, usage: string): string
  /** Gives what banks of summaries drew. */
  readonly counted: Members
}
