/** Problems: the block, and the engine it stands on. */
export { ProblemBlock } from './block/problem-block.js'
export { triedScript } from './engine.js'
