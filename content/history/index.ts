export { blockHistory, type BlockHistory, type BlockLine } from './block-history.js'
export {
  history,
  showVersion,
  type HistoryOptions,
  type HistoryPage,
  type VersionSummary,
} from './version-history.js'
export {
  difference,
  type ChangedBlock,
  type FieldDifference,
  type MovedBlock,
  type NamedBlock,
  type VersionDifference,
} from './version-difference.js'
export type { VersionLine } from './version-line.js'
export { restoreBlocks } from './restored-block.js'
export { versionDeeds, type ChangedName, type VersionDeeds } from './version-deeds.js'
