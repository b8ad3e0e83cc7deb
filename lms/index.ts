/** The door of the learners' side: one unit meets one learner. */
export * from './learner-state/index.js'
export type { Learner } from './learner.js'
