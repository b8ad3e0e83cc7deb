/**
 * What a site keeps: blobs, heads, records and files as ports, and the drivers for them.
 * @module
 */
export type { Blob, BlobInfo, Blobs } from './blobs.js'
export { isFileHash, type FileBytes, type FileInfo, type Files } from './files.js'
export { HeadListeners } from './head-listeners.js'
export { momentaryHeads, type HeadChange, type Heads } from './heads.js'
export {
  byBytes,
  checkChanges,
  checkCommit,
  checkKey,
  checkName,
  checkText,
  isKey,
  isName,
  longestName,
} from './kept-form.js'
export { HashedBytes } from './hashed-bytes.js'
export {
  eraseFromJobs,
  hasEnded,
  JobLeft,
  JobRunner,
  Jobs,
  PartOfJob,
  RunningJob,
  type Job,
  type JobError,
  type JobProgress,
  type JobRunnerOptions,
  type JobsFound,
  type JobsPage,
  type JobState,
  type JobStep,
  type JobWork,
  type JobWorker,
} from './jobs/index.js'
export { Lease, type LeaseOptions } from './lease.js'
export { copyStore, type CopyOutcome, type CopyProgress } from './copy/index.js'
export { FolderFiles } from './lmdb/folder-files.js'
export { LmdbEnvironment } from './lmdb/lmdb-environment.js'
export { LmdbRecords } from './lmdb/lmdb-records.js'
export { isOldStore, openOldStore, type OldStore } from './lmdb/old-store.js'
export type { OldValues } from './lmdb/old-values.js'
export { MemoryPlace } from './memory/memory-place.js'
export { MemoryRecords } from './memory/memory-records.js'
export { memoryStore } from './memory/memory-store.js'
export { openStore } from './open-store.js'
export {
  LocalPostgres,
  openPostgresStore,
  postgresPrograms,
  type LocalPostgresOptions,
  type PostgresOptions,
} from './postgres/index.js'
export type { KeyRange, Records, RecordsCommit, RecordsOutcome, StoredText } from './records.js'
export {
  IndexKeeper,
  MemoryIndex,
  type FoundDocument,
  type IndexAnswer,
  type IndexChange,
  type IndexedDocument,
  type IndexQuery,
  type IndexSort,
  type IndexWord,
  type SearchIndex,
} from './search/index.js'
export { headSecret } from './secret.js'
export { StoreCounts } from './store-counts.js'
export type { StoreOptions } from './store-options.js'
export type { Store } from './store.js'
export { TreeMap, Trees, type TreeChange } from './tree/index.js'
