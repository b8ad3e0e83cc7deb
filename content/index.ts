/** The authors' side: from a path to an immutable version to a publication. */
export {
  importPath,
  type ImportOptions,
  type ImportOutcome,
  type ImportProgress,
  type ReadScripts,
} from './import.js'
export { publishedSince, type AskedPublish } from './asked-import.js'
export { copyRun } from './copy-run.js'
export {
  draftBlock,
  draftOutline,
  draftUnits,
  editedDraftBlock,
  publish,
  type AskedOutline,
  type DraftBlock,
  type DraftLine,
  type DraftOutline,
  type DraftUnits,
  type PreparedPublication,
  type PublishOptions,
  type PublishProgress,
} from './publish/index.js'
export {
  Libraries,
  libraryKinds,
  type LibraryKind,
  type LibrarySettings,
  type LibraryWords,
  type NewLibrary,
} from './library/index.js'
export {
  dropUpload,
  keepUpload,
  sourceLimits,
  uploadIn,
  type ArchiveBytes,
  type KeptUpload,
  type SourceLimits,
  type Upload,
} from './source/index.js'
export {
  upgradeContexts,
  type UpgradedContext,
  type UpgradeOptions,
  type UpgradeProgress,
} from './upgrade/index.js'
export {
  AuthoringStore,
  type AuthorsStore,
  type BlockChange,
  type BlockDefinition,
  type BlockEdit,
  type BlockTarget,
  type ContextHead,
  type DraftNow,
  type EditedBlock,
  type FileChange,
  type LogEntry,
  type LogWords,
  type LibraryPin,
  type DraftOperation,
  type OperatedDraft,
  type OverEdits,
  type SavedVersion,
  type SaveOptions,
  type VersionBlock,
  type VersionFile,
  type VersionView,
} from './version/index.js'
export {
  checkStore,
  collect,
  type CheckOutcome,
  type Collected,
  type CollectOptions,
  type Damage,
} from './upkeep/index.js'
export { readBlockText, type BlockText } from './olx/block-text.js'
export { errorBlockType } from './olx/authored-block.js'
export {
  difference,
  history,
  showVersion,
  type ChangedBlock,
  type FieldDifference,
  type HistoryOptions,
  type HistoryPage,
  type MovedBlock,
  type NamedBlock,
  type VersionDifference,
  type VersionLine,
  type VersionSummary,
} from './history/index.js'
export {
  exportVersion,
  exportWithLibraries,
  type ExportOptions,
  type ExportOutcome,
  type ExportWithLibraries,
  type WhichLibraries,
} from './export/index.js'
export {
  TaggedBlocks,
  tagNameOf,
  tagText,
  Taxonomies,
  type BlockTags,
  type KnownBlocks,
  type ListedTaxonomy,
  type PlacedTag,
  type Tag,
  type TagChange,
  type TagFormat,
  type TagImport,
  type TagImportOptions,
  type TagName,
  type Taxonomy,
  type TaxonomyHead,
} from './taxonomy/index.js'
export type {
  BlockStatus,
  CountedValue,
  FilterCounts,
  FilterName,
  FoundBlock,
  SearchAnswer,
  SearchFilters,
  SearchRequest,
} from './search/index.js'
export type { BlockUse, LearnedPlace, UsedBlock, UsePlace } from './usage/index.js'
