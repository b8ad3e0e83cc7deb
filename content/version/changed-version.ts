import type { Json } from '../../runtime/values/index.js'
import { mimeType } from '../olx/mime-types.js'
import { StoredVersionView } from './stored-version-view.js'
import { fileHash } from './tree-of-files.js'
import type { BlockDefinition, TreeFile, VersionBlock, VersionFile } from './version-block.js'
import type { VersionStore } from './version-store.js'

/** What an edit makes of a version: files as they become, and what is read out of them. */
export interface VersionChange {
  /** Bytes by path; undefined for files that go. */
  readonly files: ReadonlyMap<string, Uint8Array | undefined>
  /** Blocks by usage key; undefined for those that go. */
  readonly blocks: ReadonlyMap<string, VersionBlock | undefined>
  readonly definitions: ReadonlyMap<string, BlockDefinition>
  readonly title?: string | undefined
  /** What concerns the whole and is another than before. */
  readonly facts?: ReadonlyMap<string, Json> | undefined
  /** Paths of static files by the names of assets that change, undefined for one that goes; those of courses go by their paths. */
  readonly assets?: ReadonlyMap<string, string | undefined> | undefined
  /** Further names of assets. */
  readonly aliases?: ReadonlyMap<string, string> | undefined
}

/** A version that was made of another one, stored, but in no log yet. */
export interface ChangedVersion {
  /** Hash of its reading. */
  readonly reading: string
  readonly view: StoredVersionView
}

const staticFolder = 'static/'

/** Stores a version as a change makes it of another one: the files written, and a path of nodes for each. */
export async function changedVersion(
  before: StoredVersionView,
  { files, blocks, definitions, title = before.title, facts, assets, aliases }: VersionChange,
  store: VersionStore,
): Promise<ChangedVersion> {
  const changes = new Map<string, TreeFile | undefined>()
  for (const [path, bytes] of files) {
    const hash = bytes && fileHash(bytes)
    if (bytes && hash !== undefined) await store.store.files.put(hash, bytes)
    changes.set(path, bytes && hash !== undefined ? { hash, size: bytes.length } : undefined)
  }
  await store.putDefinitions(definitions)
  const { reading } = before
  const after = {
    ...reading,
    title,
    blocks: (await store.map<VersionBlock>(reading.blocks).with(blocks)).root,
    byFile: (await store.map<readonly string[]>(reading.byFile).with(await usagesOf(before, blocks))).root,
    assets: (await store.map<VersionFile>(reading.assets).with(assetsOf(changes, assets))).root,
    aliases: (await store.map<string>(reading.aliases).with(aliases ?? new Map())).root,
    facts: (await store.map<Json>(reading.facts).with(facts ?? new Map())).root,
  }
  const { root: name } = await before.tree.with(changes)
  return {
    reading: await store.put('reading', after),
    view: new StoredVersionView(name, before.variant, after, store),
  }
}

/** The usages in each file that blocks stood or stand in. */
async function usagesOf(
  before: StoredVersionView,
  blocks: ReadonlyMap<string, VersionBlock | undefined>,
): Promise<ReadonlyMap<string, readonly string[] | undefined>> {
  const was = await before.blocks(blocks.keys())
  const found = new Map<string, Set<string>>()
  const usagesIn = async (path: string) => {
    const usages = found.get(path) ?? new Set(await before.usagesIn(path))
    found.set(path, usages)
    return usages
  }
  for (const [usage, block] of blocks) {
    const [one, other] = [filesOfBlock(was.get(usage)), filesOfBlock(block)]
    for (const path of one) if (!other.has(path)) (await usagesIn(path)).delete(usage)
    for (const path of other) if (!one.has(path)) (await usagesIn(path)).add(usage)
  }
  return new Map([...found].map(([path, usages]) => [path, usages.size > 0 ? [...usages] : undefined]))
}

/** The files that a block was read from. */
function filesOfBlock(block: VersionBlock | undefined): ReadonlySet<string> {
  const { at, pointer, texts = [] } = block ?? {}
  return new Set([...(at ? [at[0]] : []), ...(pointer ? [pointer[0]] : []), ...texts])
}

/** Static files by the name content uses. */
function assetsOf(
  changes: ReadonlyMap<string, TreeFile | undefined>,
  named: ReadonlyMap<string, string | undefined> = new Map(),
): ReadonlyMap<string, VersionFile | undefined> {
  const assets = new Map<string, VersionFile | undefined>()
  for (const [name, path] of named) {
    const file = path === undefined ? undefined : changes.get(path)
    assets.set(name, path !== undefined && file ? { ...file, mimeType: mimeType(path) } : undefined)
  }
  for (const [path, file] of changes) {
    if (!path.startsWith(staticFolder)) continue
    const name = path.slice(staticFolder.length).normalize('NFC')
    assets.set(name, file && { ...file, mimeType: mimeType(path) })
  }
  return assets
}
