export type { InnerOverrides, SaidAbove } from './inner-overrides.js'
export type { BlockOrigin } from './block-origin.js'
export { originalBlock } from './original-block.js'
export type {
  DrawsTogether,
  GatheredUnit,
  LostReference,
  LineContents,
  OutlineLine,
  OutlineNode,
  Publication,
  PublishedAsset,
  PublishedBlock,
  PublishedFile,
  PublishedUnit,
  UnitCounts,
  ReferredBlock,
  SummaryBlock,
  UnitEntry,
  UnitPlace,
} from './published-unit.js'
export type {
  ComposedBlock,
  ComposedPool,
  ComposedUnit,
  CountedBlock,
  FieldSource,
  FormerUsages,
} from './composed-unit.js'
export { memberIn, MemberPool, type PoolMember } from './member-pool.js'
export { openedPool } from './older-pool.js'
export {
  packedPool,
  rankOf,
  type MadePool,
  type PackedPool,
  type PoolLine,
  type PoolPart,
} from './packed-pool.js'
