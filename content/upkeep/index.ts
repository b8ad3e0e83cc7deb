export { checkStore, type CheckOutcome, type Damage } from './check.js'
export { collect, type Collected, type CollectOptions } from './collect.js'
