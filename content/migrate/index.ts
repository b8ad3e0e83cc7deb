/** From one generation of libraries to the next, and where copies of library blocks come from. */
export { derivedBlockId } from './derived-id.js'
export { availableLibraries, updateChildren } from './library-tools.js'
export type { AvailableLibrary, UpdatedChildren } from './library-tools.js'
export { migrateLibrary, plannedMigration, type MigrationOptions } from './migrate-library.js'
export type { MigratedBlock, MigratedCopy, MigratedCourse, MigrationReport } from './migration-report.js'
export { originalUsage, type OriginalUsage } from './original-usage.js'
export {
  shareBlock,
  transferBlock,
  type SharedBlock,
  type ShareOptions,
  type TransferredBlock,
} from './transfer.js'
export {
  collectBlocks,
  type CollectedBlock,
  type CollectionReport,
  type CollectOptions,
  type OnClash,
} from './course-library.js'
