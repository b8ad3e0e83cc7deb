import type { Learner } from '../../lms/index.js'

/** Somebody who calls for authors' work: on a page, through the API, or named to a command. */
export interface Caller {
  /** Who it is; their id stands in histories. */
  readonly person: Learner
  /** Whether the host's `author` says that they may edit and publish whatever there is. */
  readonly isSiteAuthor: boolean
  /** Whether they write courses or libraries at this site at all. */
  readonly isAuthor: boolean
  readonly groups: readonly string[]
  readonly organisations: readonly string[]
}
