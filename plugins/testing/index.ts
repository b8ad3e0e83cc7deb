/** The door for tests of block types: a runtime in memory, builders, and the conformance suite. */
export { block, unit, type BlockDraft, type ClassOf, type FieldsOf } from './block-draft.js'
export { conformance, describeBlock, type Check, type TestRunner } from './conformance.js'
export type { ConformanceOptions } from './checks/subject.js'
export { library, type LibraryDraft } from './library-draft.js'
export { FixedClock, SeededRandom, TestUrls } from './fixed-services.js'
export { MemoryFieldData } from './memory-field-data.js'
export { FixedSettings, MemoryCache } from './memory-cache.js'
export type { LearnerEvent } from './learners-ground.js'
export { MemoryRuntime, type MemoryRuntimeOptions } from './memory-runtime.js'
export type { TestJob } from './test-job.js'
export type { PlacedBlock } from './placed-block.js'
export type { TestCourseFacts } from './test-course.js'
export { fromOlx } from './scenario.js'
export type { TestRequest } from './test-request.js'
export type { CallRequest, HandlerAnswer, ShownView, TestLearner, TestWorld } from './test-learner.js'
export {
  describeStore,
  storeConformance,
  type StoreCheck,
  type StorePlace,
  type StoreSubject,
  type StoreTestRunner,
} from '../../store/conformance/index.js'
