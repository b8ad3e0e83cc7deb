import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { BlockTypes } from '../../../runtime/block/index.js'
import { filesOf, type FileChanges, type ReadVersion } from '../../../content/edit/version-files.js'
import type { PreviousVersion } from '../../../content/olx/previous-blocks.js'
import { Findings } from '../../../content/olx/findings.js'
import { readOlx } from '../../../content/olx/read-olx.js'
import { findRoot, MemorySource, openSource, type OlxRoot } from '../../../content/source/index.js'
import { versionBlock, type BlockDefinition, type VersionBlock } from '../../../content/version/index.js'

/** Files by path as bytes. */
export type Tree = ReadonlyMap<string, Buffer>

/** A version read from files as a whole. */
export interface WholeVersion extends ReadVersion {
  readonly whole: {
    readonly title: string
    readonly blocks: { readonly [usage: string]: VersionBlock }
  }
  readonly allDefinitions: ReadonlyMap<string, BlockDefinition>
  readonly tree: Tree
  readonly codes: readonly string[]
}

/** Reads all of a tree of files. @param previous whose blocks without a name keep their keys */
export async function wholeVersion(
  tree: Tree,
  types: BlockTypes,
  { isDraft = false, previous }: { isDraft?: boolean; previous?: PreviousVersion | undefined } = {},
): Promise<WholeVersion> {
  const findings = new Findings()
  const root = findRoot(new MemorySource('test', tree))
  const read = await readOlx(root, {
    types,
    findings,
    draft: isDraft,
    previous: () => Promise.resolve(previous),
  })
  const made = [...read.blocks.values()].map((block) => {
    return { usage: block.key, ...versionBlock(block, read.sources.get(block.key), undefined) }
  })
  const own = Object.fromEntries(made.map((one) => [one.usage, one.made]))
  const definitions = new Map(made.map((one) => [one.made.definition, one.definition]))
  const parents = new Map<string, string>()
  const holders = Object.entries(own).toSorted(
    ([one], [other]) => Number(one === read.root) - Number(other === read.root),
  )
  for (const [usage, { children }] of holders)
    for (const child of children) if (!parents.has(child)) parents.set(child, usage)
  const blocks = new Map<string, VersionBlock>(
    Object.entries(own).map(([usage, block]) => {
      const parent = parents.get(usage)
      return [usage, parent === undefined ? block : { ...block, parent }]
    }),
  )
  const byFile = new Map<string, string[]>()
  for (const [usage, { at, pointer, texts = [] }] of blocks)
    for (const path of new Set([at?.[0], pointer?.[0], ...texts]))
      if (path !== undefined) byFile.set(path, [...(byFile.get(path) ?? []), usage])
  return {
    context: read.context,
    kind: read.kind,
    root: read.root,
    isDraft,
    whole: { title: read.title, blocks: own },
    allDefinitions: definitions,
    tree,
    codes: findings.list.map(({ code }) => code),
    block: (usage) => Promise.resolve(blocks.get(usage)),
    blocks: (usages) =>
      Promise.resolve(
        new Map(
          [...usages].flatMap((usage) => {
            const block = blocks.get(usage)
            return block ? [[usage, block] as const] : []
          }),
        ),
      ),
    definitions: (hashes) =>
      Promise.resolve(
        new Map(
          [...hashes].flatMap((hash) => {
            const definition = definitions.get(hash)
            return definition ? [[hash, definition] as const] : []
          }),
        ),
      ),
    readFrom: (path) => Promise.resolve(byFile.get(path) ?? []),
  }
}

/** The files of a tree as those of a version. */
export function treeFiles(tree: Tree) {
  return filesOf(new MemorySource('test', tree))
}

/** A tree after a change. */
export function changedTree(tree: Tree, changes: FileChanges): Map<string, Buffer> {
  const after = new Map(tree)
  for (const [path, bytes] of changes) {
    if (bytes) after.set(path, bytes)
    else after.delete(path)
  }
  return after
}

/** A tree of texts. */
export function treeOf(texts: Readonly<Record<string, string>>): Tree {
  return new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]))
}

/** What an author wrote of a block, wherever it stands: its element's own text left to what is in it. */
export function plainBlock(version: WholeVersion, usage: string) {
  const {
    at: _at,
    pointer: _pointer,
    texts: _texts,
    definition,
    unnamed: _hash,
    ...block
  } = version.whole.blocks[usage] ?? ({} as VersionBlock)
  return { ...block, content: version.allDefinitions.get(definition)?.content }
}

const shared = new URL('../../../../shared/olx/', import.meta.url)

/** The courses and libraries beside the project, where they are there. */
export async function sharedTrees(): Promise<readonly (readonly [name: string, tree: Tree])[]> {
  if (!existsSync(shared)) return []
  const names = readdirSync(shared, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    .map(({ name }) => name)
  return Promise.all(
    names.map(async (name) => {
      const { source }: OlxRoot = await openSource(fileURLToPath(new URL(name, shared)))
      return [
        name,
        new Map(source.paths().map((path) => [path, source.bytes(path) ?? Buffer.alloc(0)])),
      ] as const
    }),
  )
}
