import type { BlockTypes } from '../../runtime/block/index.js'
import type { Json } from '../../runtime/values/index.js'
import type { BlockEdit } from '../edit/block-edit.js'
import { readAgain } from '../edit/read-again.js'
import { rewrittenBlock } from '../edit/rewrite-block.js'
import { rewrittenTogether } from '../edit/rewrite-together.js'
import { changedFiles, type FileChanges, type ReadVersion, type VersionFiles } from '../edit/version-files.js'
import { Findings } from '../olx/findings.js'
import { readOlx } from '../olx/read-olx.js'
import { renamedPath, renamedBlocks } from '../olx/renamed-blocks.js'
import { findRoot, MemorySource } from '../source/index.js'
import { changedVersion, type ChangedVersion } from './changed-version.js'
import { makeVersion, type GivenIds } from './made-version.js'
import { previousVersion } from './previous-version.js'
import type { StoredVersionView } from './stored-version-view.js'
import type { VersionBlock } from './version-block.js'
import type { VersionStore } from './version-store.js'

/** A version that a change of files makes of another one. */
export interface FilesChanged extends ChangedVersion {
  /** Root of the map of names given to nameless blocks. */
  readonly ids?: string | undefined
}

/** The blocks of a stored version, as changes of its files see them. */
export function readVersionOf(view: StoredVersionView): ReadVersion {
  return {
    context: view.context,
    kind: view.kind,
    root: view.root,
    isDraft: view.variant === 'draft',
    block: (usage) => view.block(usage),
    blocks: (usages) => view.blocks(usages),
    definitions: (hashes) => view.definitions(hashes),
    alias: (name) => view.alias(name),
    readFrom: (path) => view.usagesIn(path),
  }
}

/** The files of a stored version. */
export function versionFilesOf(view: StoredVersionView, store: VersionStore): VersionFiles {
  const { tree } = view
  return {
    decomposed: view.reading.decomposed ?? [],
    bytes: async (path) => {
      const file = await tree.get(path)
      return file && store.bytes(file.hash)
    },
    paths: async () => {
      const paths: string[] = []
      for await (const [path] of tree.entries()) paths.push(path)
      return paths.sort()
    },
  }
}

/**
 * Stores a version as changed files make it: of its blocks those are read again that the change touches.
 * @param ids root of the names of nameless blocks before
 */
export async function filesChanged(
  before: StoredVersionView,
  ids: string | undefined,
  files: FileChanges,
  types: BlockTypes,
  store: VersionStore,
): Promise<FilesChanged> {
  const filesBefore = versionFilesOf(before, store)
  const filesAfter = changedFiles(filesBefore, files)
  const again = await readAgain(readVersionOf(before), filesBefore, filesAfter, files.keys(), types)
  if (again === undefined) return readWhole(before, files, filesAfter, types, store)
  const renamed = files.get(renamedPath)
  const facts = new Map<string, Json>(renamed && [['renamed_blocks', renamedBlocks(renamed.toString())]])
  const { blocks, definitions, title, library } = again
  if (library?.description !== undefined) facts.set('description', library.description)
  const { assets, aliases } = library ?? {}
  const made = await changedVersion(
    before,
    { files, blocks, definitions, title, facts, assets, aliases },
    store,
  )
  return { ...made, ids: await idsAfter(made.view, ids, blocks, store) }
}

/** Files that are read again together. */
const mostTogether = 100

/** Stores a version as edits make it of another one, each written into its files. */
export async function withEdits(
  before: FilesChanged,
  edits: readonly BlockEdit[],
  types: BlockTypes,
  store: VersionStore,
): Promise<FilesChanged> {
  let next = before
  // Edits of blocks in different files are read again together.
  const together = new Map<string, Buffer | undefined>()
  const settle = async () => {
    if (together.size > 0) next = await filesChanged(next.view, next.ids, new Map(together), types, store)
    together.clear()
  }
  // Those of different blocks in one file, too, where the file is not that of one component.
  const isEachOfAnother = new Set(edits.map(({ usage }) => usage)).size === edits.length
  const [version, files] = [readVersionOf(next.view), versionFilesOf(next.view, store)]
  const written = await rewrittenTogether(version, files, isEachOfAnother ? edits : [], types)
  if (written.changes.size > 0) next = await filesChanged(next.view, next.ids, written.changes, types, store)
  const rewritten = (edit: BlockEdit) =>
    rewrittenBlock(readVersionOf(next.view), versionFilesOf(next.view, store), edit, types)
  for (const edit of edits) {
    if (written.edits.has(edit)) continue
    const { at } = (await next.view.block(edit.usage)) ?? {}
    if (at && together.has(at[0])) await settle()
    let changes = await rewritten(edit)
    if ([...changes.keys()].some((path) => together.has(path))) {
      await settle()
      changes = await rewritten(edit)
    }
    for (const [path, bytes] of changes) together.set(path, bytes)
    if (together.size >= mostTogether) await settle()
  }
  await settle()
  return next
}

/** Names of nameless blocks that were there before go on; those beside a changed one are noted as they are. */
async function idsAfter(
  after: StoredVersionView,
  ids: string | undefined,
  blocks: ReadonlyMap<string, VersionBlock | undefined>,
  store: VersionStore,
): Promise<string | undefined> {
  const parents = new Set<string>()
  for (const [usage, block] of blocks) {
    if (block?.unnamed !== undefined && block.parent !== undefined) parents.add(block.parent)
    if (ids !== undefined) parents.add(usage)
  }
  if (parents.size === 0) return ids
  const given = new Map<string, GivenIds | undefined>()
  const holding = await after.blocks(parents)
  const children = await after.blocks([...holding.values()].flatMap((block) => block.children))
  for (const parent of parents) {
    const nameless = (holding.get(parent)?.children ?? []).flatMap((key) => {
      const hash = children.get(key)?.unnamed
      return hash === undefined ? [] : [[key, hash] as const]
    })
    given.set(parent, nameless.length > 0 ? nameless : undefined)
  }
  return (await store.map<GivenIds>(ids).with(given)).root || undefined
}

/** Reads all files, where what a change touches cannot be told from those that changed. */
async function readWhole(
  before: StoredVersionView,
  changes: FileChanges,
  files: VersionFiles,
  types: BlockTypes,
  store: VersionStore,
): Promise<FilesChanged> {
  const { view } = await changedVersion(
    before,
    { files: changes, blocks: new Map(), definitions: new Map() },
    store,
  )
  const source = await memorySource(before.context, files)
  const previous = await previousVersion(before)
  const authored = await readOlx(findRoot(source), {
    types,
    findings: new Findings(),
    draft: before.variant === 'draft',
    previous: () => Promise.resolve(previous),
  })
  const tree = new Map<string, { hash: string; size: number }>()
  for await (const [path, { hash, size }] of view.tree.entries()) tree.set(path, { hash, size })
  return makeVersion(authored, tree, view.name, before.variant, store)
}

/** All files but static ones, of which only the paths are of interest, in memory. */
async function memorySource(name: string, files: VersionFiles): Promise<MemorySource> {
  const read: (readonly [path: string, bytes: Buffer])[] = []
  for (const path of await files.paths()) {
    const isStatic = path.startsWith('static/') || /^entities\/.*\/static\//.test(path)
    const bytes = isStatic ? undefined : await files.bytes(path)
    read.push([path, Buffer.from(bytes ?? [])])
  }
  return new MemorySource(name, read)
}
