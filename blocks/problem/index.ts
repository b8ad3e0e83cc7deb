/** Problems: the block, and the engine it stands on. */
export { ProblemBlock } from './block/problem-block.js'
export { triedScript } from './engine.js'
export { readProblemCases, type ProblemCase } from './trial/problem-cases.js'
export { tryProblem, type Trial, type TrialFault, type TrialOptions } from './trial/problem-trial.js'
export { drawnVariant, type DrawnVariant } from './trial/drawn-variant.js'
