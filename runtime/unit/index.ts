export type {
  GatheredUnit,
  LostReference,
  OutlineLine,
  OutlineNode,
  Publication,
  PublishedAsset,
  PublishedBlock,
  PublishedUnit,
  ReferredBlock,
  SummaryBlock,
  UnitEntry,
  UnitPlace,
} from './published-unit.js'
export type { BlockOrigin, ComposedBlock, ComposedUnit, CountedBlock, FieldSource } from './composed-unit.js'
export { MemberPool, packedPool, rankOf, type PackedPool, type PoolLine } from './member-pool.js'
