/** The door of the learners' side: one unit meets one learner. */
export * from './events/index.js'
export * from './learner-state/index.js'
export { blockData } from './block-data.js'
export { courseBlocks, type CourseBlock, type CourseBlocks } from './course-blocks.js'
export { ownDraw, type ExplainedDraw, type OwnDraw } from './draw-explanations.js'
export {
  treeFields,
  type CourseTree,
  type TreeBlock,
  type TreeField,
  type TreeQuery,
  type TreeSources,
} from './course-tree.js'
export * from './figures/index.js'
export * from './grades/index.js'
export type { Happening } from './happening.js'
export { toldLearner } from './told-learner.js'
export type { CourseReading } from './course-reading.js'
export type { Learner, LearnerFacts } from './learner.js'
export {
  changedBlocks,
  LearnerLog,
  type LearnerLogSources,
  type LearnerStep,
  type StepEvent,
} from './learner-log.js'
export { LearnerUnit } from './learner-unit.js'
export { LearnerUnits, type LearnersSideOptions, type UnitWork, type UnitWorkDone } from './learner-units.js'
export { LearnersSide } from './learners-side.js'
export { LearnersTrails } from './learners-trails.js'
export { LearnerView } from './learner-view.js'
export type { Making, UnitView } from './unit-view.js'
export {
  courseProgress,
  progressByUnit,
  progressTogether,
  unitProgress,
  type BlockProgress,
  type Progress,
} from './progress.js'
export { weighted, type Points } from './points.js'
export {
  blockNotFound,
  dateText,
  CourseOutlines,
  visibleOutline,
  Release,
  type ClosedPart,
  type Closing,
  type Neighbours,
  type NeighbourUnit,
  type NextDue,
  type PartBeside,
  type OpenOutline,
  type ShownLine,
  type VisibleOutline,
} from './release/index.js'
export {
  rebuildState,
  verifyState,
  type EventLines,
  type RebuiltRecords,
  type StateDifference,
  type VerifiedState,
} from './rebuild-state.js'
export { sectionName } from './step-in.js'
export { select, type Selection } from './selection.js'
export * from './staff/index.js'
export { handle, type Submission } from './submission.js'
