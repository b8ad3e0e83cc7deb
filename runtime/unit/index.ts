export type { BlockOrigin } from './block-origin.js'
export type {
  GatheredUnit,
  LostReference,
  OutlineLine,
  OutlineNode,
  Publication,
  PublishedAsset,
  PublishedBlock,
  PublishedFile,
  PublishedUnit,
  ReferredBlock,
  SummaryBlock,
  UnitEntry,
  UnitPlace,
} from './published-unit.js'
export type { ComposedBlock, ComposedPool, ComposedUnit, CountedBlock, FieldSource } from './composed-unit.js'
export { MemberPool, packedPool, rankOf, type PackedPool, type PoolLine } from './member-pool.js'
