import type { Standing } from '../runtime/service/index.js'

/** Who a request is for, as the host says; what blocks learn of them is the `User` service. */
export interface Learner {
  /** The host's id: any text, the same for ever. */
  readonly id: string
  /** A stable id that says nothing about who the learner is; the event log knows no other. */
  readonly anonymousId: string
  readonly isStaff: boolean
  readonly name: string
  /** Their language (BCP 47), where any plugin has words in others than its own. */
  readonly locale?: string | undefined
  /** As in the IANA database; UTC where nobody says. */
  readonly timeZone?: string | undefined
  /** What the host knows of them in the course of the request; nothing when left out. */
  readonly standing?: Standing
  /** What the host calls the request, for reports of what failed in it. */
  readonly requestId?: string | undefined
}
