/** Figures of items over all learners. */
export { itemFigures, mostLearners, type ItemUsage, type ReadFigures } from './item-reading.js'
export {
  fewestLearners,
  ItemTally,
  type ItemFigures,
  type TakenChoice,
  type TalliedLearner,
} from './item-tally.js'
export { manyAttempts, stuckLearners, type StuckLearner } from './stuck-learners.js'
