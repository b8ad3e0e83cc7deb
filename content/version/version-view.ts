import type { Json } from '../../runtime/values/index.js'
import type { BlockDefinition, TreeFile, VersionBlock, VersionFile } from './version-block.js'

/** What became of a block from one version to another; undefined where there was or is none. */
export interface BlockChange {
  /** Usage key, as text. */
  readonly usage: string
  readonly before?: VersionBlock
  readonly after?: VersionBlock
}

/** What became of a file; undefined where there was or is none. */
export interface FileChange {
  readonly name: string
  readonly before?: TreeFile
  readonly after?: TreeFile
}

/**
 * A version of a course or library, of which only that is read that is asked for. Everything that reads throws `store-unavailable`,
 * and `store-damaged` where something is missing.
 */
export interface VersionView {
  /** Name of the version. */
  readonly name: string
  /** Key of the learning context, as text. */
  readonly context: string
  readonly kind: 'course' | 'library'
  readonly title: string
  /** Usage key of the root block, as text; of a v2 library its key. */
  readonly root: string
  /** What is known of the whole that no block holds: `grading_policy` of a course, `description` and `collections` of a library. */
  fact(name: string): Promise<Json | undefined>
  block(usage: string): Promise<VersionBlock | undefined>
  /** Of these usages those that are here, in the order asked. Ask for many at once. */
  blocks(usages: Iterable<string>): Promise<ReadonlyMap<string, VersionBlock>>
  /** All blocks, in an order that means nothing, read as they are taken: this costs what the whole version does. */
  allBlocks(): AsyncIterable<readonly [usage: string, block: VersionBlock]>
  /** Definitions by hash. */
  definitions(hashes: Iterable<string>): Promise<ReadonlyMap<string, BlockDefinition>>
  /** A static file by the name content uses after `/static/`. */
  asset(name: string): Promise<VersionFile | undefined>
  assets(): AsyncIterable<readonly [name: string, file: VersionFile]>
  /** The name of a static file by another one that it goes by. */
  alias(name: string): Promise<string | undefined>
  aliases(): AsyncIterable<readonly [alias: string, name: string]>
  /** The files that the version is made of, by path. */
  files(): AsyncIterable<readonly [path: string, file: VersionFile]>
  /** Blocks that are not the same in another version of the context; it costs what the difference does. */
  changes(to: VersionView): AsyncIterable<BlockChange>
  /** Static files that are not the same in another version. */
  assetChanges(to: VersionView): AsyncIterable<FileChange>
}
