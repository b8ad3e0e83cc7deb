export type {
  BlockResult,
  CompletionChange,
  Grade,
  GradeChange,
  OwnGrade,
  GradeOverride,
} from './block-result.js'
export { BlockLearners, type LearnersPage } from './block-learners.js'
export { CourseLearners, type CourseLearnersPage, type CourseListing } from './course-learners.js'
export { eraseLearner, type Erased, type ErasedLearner } from './erase-learner.js'
export { tellDeletions, type Telling, type UntoldDeletion } from './untold-deletions.js'
export { entriesOfLearner, KeptEntries, type LearnersEntries } from './kept-entries.js'
export { parsedRecord } from './parsed-record.js'
export { logPrefix, recordKey, resultKey } from './record-key.js'
export { LearnerBatch, type Foreseen, type ForeseenRecords, type StoredRecord } from './learner-batch.js'
export { isDone, type CourseTrail, type TrailStep } from './course-trail.js'
export type { CourseTrails, KeptTrails } from './course-trails.js'
export type { StateDeletion } from './state-deletion.js'
export type { ChangedField, ChangedState } from './change-log.js'
export {
  nothingChanged,
  resultsAfter,
  type ChangeLog,
  type LearnerChange,
  type StaffDeed,
  type StaffNote,
} from './learner-change.js'
export { LearnerCommits, type CommitOutcome } from './learner-commits.js'
export { LearnerStore, type LearnerStoreOptions } from './learner-store.js'
export { VersionReader, type LearnerVersions } from './learner-versions.js'
export { changedTooOften, LearnerUpdates, type Stored, type Worked } from './learner-updates.js'
export { resultsIn, shareElsewhere, valuesAt, valuesIn } from './learners-fared.js'
export { MadeOfLearners } from './made-of-learners.js'
export { isOfAll } from './record-key.js'
export { learnedUsages, usageBeginnings } from './learned-usages.js'
export { renamingIn, type Renaming } from './log-line.js'
export { RebuiltState, type MissingLines } from './rebuilt-state.js'
export { saysTheSame, stateRanges } from './state-ranges.js'
export { copyRenamedRecords, renamedByReference, tellRenamed } from './renamed-records.js'
export { versionlessKey } from './versionless-key.js'
