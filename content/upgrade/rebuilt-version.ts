import type { BlockTypes } from '../../runtime/block/index.js'
import { contentHash, type Json } from '../../runtime/values/index.js'
import type { AuthoredBlock, AuthoredContext } from '../olx/authored-block.js'
import { Findings } from '../olx/findings.js'
import { readOlx } from '../olx/read-olx.js'
import { findRoot, MemorySource } from '../source/index.js'
import { makeVersion, type MadeVersion } from '../version/made-version.js'
import { fileHash } from '../version/tree-of-files.js'
import type { TreeFile } from '../version/version-block.js'
import type { VersionStore } from '../version/version-store.js'
import type { OldVersion } from './old-version.js'
import { treeOfBlocks, type TreeOfBlocks } from './tree-of-blocks.js'

/** A version whose files were not kept, with those written for it. */
export interface RebuiltVersion extends MadeVersion {
  /** Whether an author’s edit made it, and no import. */
  readonly isEdited: boolean
  /** Blocks that its files would be read otherwise. */
  readonly otherwise: number
  /** Files that are not there. */
  readonly missing: number
}

/** What a version is made anew of. */
export interface OldContent {
  readonly version: OldVersion
  readonly blocks: ReadonlyMap<string, AuthoredBlock>
  readonly isEdited: boolean
}

/**
 * Stores a version by a tree of files written from its blocks. What was read of it stays what it was; the files are read once
 * to learn where each block stands in them.
 */
export async function rebuiltVersion(
  { version, blocks, isEdited }: OldContent,
  types: BlockTypes,
  store: VersionStore,
): Promise<RebuiltVersion> {
  const written = treeOfBlocks(version, blocks, types)
  const files = new Map([...written.texts].map(([path, text]) => [path, Buffer.from(text)]))
  const tree = new Map<string, TreeFile>()
  for (const [path, { hash, size }] of written.kept) tree.set(path, { hash, size })
  for (const [path, bytes] of files) {
    const hash = fileHash(bytes)
    await store.store.files.put(hash, bytes)
    tree.set(path, { hash, size: bytes.length })
  }
  const kept = [...written.kept.values()].map(({ hash }) => hash)
  const there = await store.store.files.having(kept)
  const read = await readAgain(version, files, types)
  const authored = asItWas(version, blocks, written, read)
  const { root } = await store.trees.build(tree)
  const made = await makeVersion(authored, tree, root, 'draft', store)
  return {
    ...made,
    isEdited,
    otherwise: read ? countDifferent(blocks, read.blocks) : blocks.size,
    missing: kept.filter((hash) => !there.has(hash)).length,
  }
}

/** What is read of the files, or undefined where the whole cannot be. */
async function readAgain(
  { context }: OldVersion,
  files: ReadonlyMap<string, Buffer>,
  types: BlockTypes,
): Promise<AuthoredContext | undefined> {
  try {
    const root = findRoot(new MemorySource(context, files))
    return await readOlx(root, { types, findings: new Findings(), draft: true })
  } catch {
    return undefined
  }
}

function asItWas(
  version: OldVersion,
  blocks: ReadonlyMap<string, AuthoredBlock>,
  { assets, kept }: TreeOfBlocks,
  read: AuthoredContext | undefined,
): AuthoredContext {
  const { context, kind, title, root, assetAliases, metadata } = version
  const sources = new Map<string, NonNullable<ReturnType<AuthoredContext['sources']['get']>>>()
  for (const key of blocks.keys()) {
    const found = read?.sources.get(key)
    const unnamed = version.blocks[key]?.unnamed
    if (found) sources.set(key, { ...found, ...(unnamed !== undefined && { unnamed }) })
  }
  const others = [...kept.keys()].filter((path) => !new Set(assets.values()).has(path))
  return {
    context,
    kind,
    title,
    root,
    assetAliases,
    metadata,
    blocks,
    sources,
    assets,
    files: others,
  }
}

function countDifferent(
  blocks: ReadonlyMap<string, AuthoredBlock>,
  read: ReadonlyMap<string, AuthoredBlock>,
): number {
  // Problems keep their whole element as content, whose own attributes are written anew.
  const told = ({ type, settings, children }: AuthoredBlock): string =>
    contentHash([type, settings, children] as Json)
  return [...blocks].filter(([key, block]) => {
    const found = read.get(key)
    return found === undefined || told(found) !== told(block)
  }).length
}
