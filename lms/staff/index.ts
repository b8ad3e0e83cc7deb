export { leftUsages, workAt, type LeftWork } from './left-work.js'
export { runBlockJob } from './block-job.js'
export { blockReport } from './block-report.js'
export { type BlockJobStart, type StaffSide } from './block-staff.js'
export { deleteState } from './delete-state.js'
export { isToldOf, tellTypes } from './told-deletions.js'
export type { LearnersBlock } from './learners-block.js'
export {
  givenMark,
  overrideScore,
  refuseUnseen,
  takeBackOverride,
  type OverridingScore,
  type TakingBack,
} from './override-score.js'
export { lastDeed, type LastDeed } from './last-deed.js'
export { recentChanges, type RecentChange, type RecentChanges, type RecentDeed } from './recent-changes.js'
export { rescore, type Rescored } from './rescore.js'
export { setAttempts, type AttemptsChanged } from './reset-attempts.js'
export {
  rescoreAll,
  rescoredAll,
  scoresAt,
  type EverybodysBlock,
  type NotRescored,
  type RescoreCounts,
  type RescoredAll,
  type ScoreChange,
} from './rescore-all.js'
export {
  learnerAt,
  learnersAt,
  submittedBlocks,
  type LearnerAtBlock,
  type LearnerHere,
  type LearnersAtBlock,
  type SubmittedBlock,
} from './submitted-blocks.js'
export { StaffActions } from './staff-actions.js'
export { staffOnly } from './staff-only.js'
export { submissions } from './submissions.js'
