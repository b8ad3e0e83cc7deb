/**
 * What a site keeps: blobs, heads, records and files as ports, and the drivers for them.
 * @module
 */
export type { Blob, BlobInfo, Blobs } from './blobs.js'
export type { FileBytes, FileInfo, Files } from './files.js'
export type { HeadChange, Heads } from './heads.js'
export { LmdbEnvironment } from './lmdb/lmdb-environment.js'
export { FolderFiles } from './lmdb/folder-files.js'
export type { KeyRange, Records, RecordsCommit, RecordsOutcome, StoredText } from './records.js'
export type { Store } from './store.js'
export { StoreCounts } from './store-counts.js'
export { TreeMap, Trees, type TreeChange } from './tree/index.js'
