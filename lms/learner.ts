import type { SomeFacts, Standing } from '../runtime/service/index.js'

/** What a host tells of a learner, whatever course they are in. */
export interface LearnerFacts extends Omit<SomeFacts, 'name'> {
  /** Another one where anything else here is another: pages that were kept for the old ones are made anew. */
  readonly mark: string
}

/** Who a request is for, as the host says; what blocks learn of them is the `User` service. */
export interface Learner {
  /** The host's id: any text, the same for ever. */
  readonly id: string
  /** A stable id that says nothing about who the learner is; the event log knows no other. */
  readonly anonymousId: string
  readonly isStaff: boolean
  readonly name: string
  /** Their language (BCP 47), where there are words in others than English. */
  readonly locale?: string | undefined
  /** As in the IANA database; UTC where nobody says. */
  readonly timeZone?: string | undefined
  /** What the host tells of them besides their name, for blocks that ask; nothing when left out. */
  readonly facts?: LearnerFacts | undefined
  /** Whether a token or a signed address says who they are: then no role of theirs counts but that of a learner. */
  readonly isByToken?: true
  /** What the host knows of them in the course of the request; nothing when left out. */
  readonly standing?: Standing
  /**
   * Set where grades are made of what they did: then what is hidden after a date is open, as it goes on counting. With `all`,
   * scores that are withheld from them count, too, as staff see them.
   */
  readonly counting?: 'known' | 'all'
  /** What the host calls the request, for reports of what failed in it. */
  readonly requestId?: string | undefined
}
