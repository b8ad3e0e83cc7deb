/** Figures of items over all learners. */
export { itemFigures, mostLearners, type ReadFigures } from './item-reading.js'
export type { ItemUsage } from './fared.js'
export {
  fewestLearners,
  ItemTally,
  type ItemFigures,
  type TakenChoice,
  type TalliedLearner,
} from './item-tally.js'
export {
  blockFigures,
  manyAttempts,
  type BlockFigures,
  type BlockSources,
  type FigureSources,
  type StuckLearner,
} from './block-figures.js'
export { courseFigures, type CourseSources } from './course-figures.js'
export { CourseTally, type BlockSums, type LearnersWork, type PartOf, type StuckAt } from './course-tally.js'
export { RestShares } from './rest-shares.js'
export { PairSums } from './point-biserial.js'
export { quizBands, QuizTally, type QuestionFigures, type QuizFigures } from './quiz-tally.js'
export {
  mostTries,
  scoreBands,
  SpreadTally,
  type SpreadFigures,
  type VariantFigures,
} from './spread-tally.js'
