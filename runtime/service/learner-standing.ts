import type { CourseRole } from './course-role.js'
import type { User } from './standard-services.js'

/** What a host knows of one learner in one learning context, as it stands for one request. */
export interface Standing {
  /** Another one whenever anything else here becomes another: pages that were kept for the old one are made anew. */
  readonly number: number
  /**
   * The learner's group in partitions of the course, both by id; null for none. A partition of scheme `random` that is
   * left out is drawn; of any other the learner then is in no group.
   */
  readonly groups?: Readonly<Record<number, number | null>>
  /**
   * When blocks are due for this learner, by usage key, as text; null for never. It holds for what stands in a block,
   * too, unless that has a date of its own.
   */
  readonly extensions?: Readonly<Record<string, Date | null>>
  /** The mode they are enrolled in, such as `audit` or `verified`: their group in the partition of enrolment tracks. */
  readonly track?: string
  /** Whether they see parts `days_early_for_beta` days before others. */
  readonly isBetaTester?: boolean
  /**
   * What they are in the course besides learner or staff: `instructor`, which counts of staff alone, and roles of the host's own.
   * `beta_tester` is the same as `isBetaTester`. For blocks that ask, as is what follows.
   */
  readonly roles?: readonly CourseRole[]
  /** Name of their cohort in the course. */
  readonly cohort?: string
  /** Their teams in the course, as the host names them. */
  readonly teams?: readonly string[]
}

/**
 * Says what a host knows of its learners: groups, extensions, enrolment. Asked once a request. A host binds its own in
 * `openHost({ services })`; where none is bound nothing is known of anybody, so random partitions are drawn.
 */
export abstract class LearnerStanding {
  /**
   * @param context learning context key, as text, without branch or version
   * @returns the standing, at once or later; what it fails with refuses the request with `standing-unavailable`
   */
  abstract of(
    learner: Pick<User, 'id' | 'anonymousId' | 'name'>,
    context: string,
  ): Standing | Promise<Standing>
}

/** The standing of somebody of whom a host knows nothing. */
export const unknownStanding: Standing = { number: 0 }
