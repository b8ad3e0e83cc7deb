export type {
  OutlineNode,
  Publication,
  PublishedAsset,
  PublishedBlock,
  PublishedSource,
  PublishedUnit,
  UnitEntry,
  UnitPlace,
} from './published-unit.js'
export type { BlockOrigin, ComposedBlock, ComposedUnit, CountedBlock, FieldSource } from './composed-unit.js'
