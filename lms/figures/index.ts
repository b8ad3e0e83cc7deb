/** Figures of items over all learners. */
export { itemFigures, mostLearners, type ItemUsage, type ReadFigures } from './item-reading.js'
export {
  fewestLearners,
  ItemTally,
  type ItemFigures,
  type TakenChoice,
  type TalliedLearner,
} from './item-tally.js'
export { itemSpread, manyAttempts, type ItemSpread, type StuckLearner } from './item-spread.js'
export {
  mostTries,
  scoreBands,
  SpreadTally,
  type SpreadFigures,
  type VariantFigures,
} from './spread-tally.js'
