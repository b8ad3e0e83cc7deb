import { fewestLearners, type BlockSums } from '../../lms/index.js'

/** Why a problem wants to be looked at. */
export const concerns = ['low-score', 'low-discrimination', 'stuck', 'attempts', 'unanswered'] as const
export type Concern = (typeof concerns)[number]

/** From where on a problem wants to be looked at (docs/grades.md). */
export const concerning = {
  /** Mean share of the points. */
  share: 0.4,
  discrimination: 0.1,
  /** Fewest learners of whom a discrimination is taken as a sign. */
  compared: 10,
  /** Share of the learners at it who are stuck, and how many at least. */
  stuck: 0.15,
  stuckLearners: 2,
  meanAttempts: 3,
  /** Share of those at work in the subsection who have not submitted it. */
  unanswered: 0.4,
} as const

/** Why a problem wants to be looked at; of fewer than five learners nothing is told but that they are stuck. @param isAskedOfAll whether every learner of its subsection meets it */
export function concernsOf(
  { learners, meanShare, meanAttempts, discrimination, stuck, around }: Omit<BlockSums, 'part' | 'usage'>,
  isAskedOfAll: boolean,
): readonly Concern[] {
  const isTold = learners >= fewestLearners
  const is: Readonly<Record<Concern, boolean>> = {
    'low-score': isTold && meanShare !== undefined && meanShare < concerning.share,
    'low-discrimination':
      learners >= concerning.compared &&
      discrimination !== undefined &&
      discrimination < concerning.discrimination,
    stuck: stuck >= concerning.stuckLearners && stuck >= concerning.stuck * learners,
    attempts: isTold && meanAttempts !== undefined && meanAttempts >= concerning.meanAttempts,
    unanswered:
      isAskedOfAll && around >= fewestLearners && around - learners >= concerning.unanswered * around,
  }
  return concerns.filter((one) => is[one])
}
