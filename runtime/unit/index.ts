export type {
  OutlineNode,
  Publication,
  PublishedAsset,
  PublishedBlock,
  PublishedSource,
  PublishedUnit,
  UnitEntry,
} from './published-unit.js'
export type { BlockOrigin, ComposedBlock, ComposedUnit, FieldSource } from './composed-unit.js'
