import { setImmediate } from 'node:timers/promises'
import type { SourceLocation } from '../../runtime/errors/index.js'
import { contentHash } from '../../runtime/values/index.js'
import type { AuthoredBlock, AuthoredContext, BlockSource } from '../olx/authored-block.js'
import { mimeType } from '../olx/mime-types.js'
import type { ReadingKind } from './log-entry.js'
import { StoredVersionView } from './stored-version-view.js'
import {
  asJson,
  type BlockDefinition,
  type FilePlace,
  type TreeFile,
  type VersionBlock,
  type VersionFile,
} from './version-block.js'
import type { VersionReading } from './version-reading.js'
import type { VersionStore } from './version-store.js'

/** A version that an import makes, stored, but in no log yet. */
export interface MadeVersion {
  /** Hash of its reading. */
  readonly reading: string
  readonly view: StoredVersionView
  /** Numbers of blocks that the archive gives. */
  readonly numbers: ReadonlyMap<string, number>
  /** Root of the map of names given to nameless blocks. */
  readonly ids?: string | undefined
  /** The folder that the files stood in in their archive. */
  readonly folder?: string | undefined
}

/** The names given to nameless blocks inside one block: key and hash of their XML, in order. */
export type GivenIds = readonly (readonly [key: string, hash: string])[]

/** Blocks turned at a time before others get their turn. */
const turn = 500

/** Stores what was read of the files of a version. @param tree of these files */
export async function makeVersion(
  authored: AuthoredContext,
  tree: ReadonlyMap<string, TreeFile>,
  name: string,
  variant: ReadingKind,
  store: VersionStore,
): Promise<MadeVersion> {
  const parents = parentsIn(authored)
  const definitions = new Map<string, BlockDefinition>()
  const blocks = new Map<string, VersionBlock>()
  for (const block of authored.blocks.values()) {
    const { key } = block
    const { made, definition } = versionBlock(block, authored.sources.get(key), parents.get(key))
    definitions.set(made.definition, definition)
    blocks.set(key, made)
    if (definitions.size < turn) continue
    await store.putDefinitions(definitions)
    definitions.clear()
    await setImmediate()
  }
  await store.putDefinitions(definitions)
  const { context, kind, title, root, assets, assetAliases, metadata } = authored
  const { version_numbers: numbers = {}, ...facts } = metadata
  const files = [...assets].map(([asset, path]): [string, VersionFile] => {
    const { hash = '', size = 0 } = tree.get(path) ?? {}
    return [asset, { hash, size, mimeType: mimeType(path) }]
  })
  const { trees } = store
  const decomposed = [...tree.keys()].filter((path) => path !== path.normalize('NFC')).sort()
  const reading: VersionReading = {
    format: 1,
    context,
    kind,
    title,
    root,
    blocks: (await trees.build(blocks)).root,
    assets: (await trees.build(files)).root,
    aliases: (await trees.build(Object.entries(assetAliases))).root,
    byFile: (await trees.build(usagesByFile(authored))).root,
    facts: (await trees.build(Object.entries(facts))).root,
    ...(decomposed.length > 0 && { decomposed }),
  }
  const ids = givenIds(authored, parents)
  return {
    reading: await store.put('reading', reading),
    view: new StoredVersionView(name, variant, reading, store),
    numbers: new Map(Object.entries(numbers as Record<string, number>)),
    ...(ids.size > 0 && { ids: (await trees.build(ids)).root }),
  }
}

/** A block as versions hold it, with its definition. */
export function versionBlock(
  block: AuthoredBlock,
  source: BlockSource | undefined,
  parent: string | undefined,
): { readonly made: VersionBlock; readonly definition: BlockDefinition } {
  const { type, content, settings, children, xmlAttributes, kept, urlName, asides, pinned } = block
  const definition = { type, content }
  const { at, pointer, texts = [], unnamed } = source ?? {}
  const made: VersionBlock = {
    type,
    definition: contentHash(asJson(definition)),
    settings,
    children,
    ...(parent !== undefined && { parent }),
    ...(Object.keys(xmlAttributes).length > 0 && { xmlAttributes }),
    ...(kept.length > 0 && { kept }),
    ...(pinned && { pinned }),
    ...(urlName !== undefined && { urlName }),
    ...(asides && { asides }),
    ...(unnamed !== undefined && { unnamed }),
    ...(at && { at: filePlace(at) }),
    ...(pointer && { pointer: filePlace(pointer) }),
    ...(texts.length > 0 && { texts }),
  }
  return { made, definition }
}

function filePlace({ file, line = 1, column = 1 }: SourceLocation): FilePlace {
  return [file, line, column]
}

/** What each block stands in: the first that holds it, the root last, as that of a v2 library lists all. */
function parentsIn({ blocks, root }: AuthoredContext): ReadonlyMap<string, string> {
  const parents = new Map<string, string>()
  for (const { key, children } of blocks.values()) {
    if (key !== root) for (const child of children) if (!parents.has(child)) parents.set(child, key)
  }
  for (const child of blocks.get(root)?.children ?? []) if (!parents.has(child)) parents.set(child, root)
  return parents
}

function usagesByFile({ sources }: AuthoredContext): ReadonlyMap<string, readonly string[]> {
  const usages = new Map<string, string[]>()
  for (const [usage, { at, pointer, texts }] of sources) {
    for (const path of new Set([at.file, pointer?.file, ...texts])) {
      if (path === undefined) continue
      const inFile = usages.get(path)
      if (inFile) inFile.push(usage)
      else usages.set(path, [usage])
    }
  }
  return usages
}

/** Names of nameless blocks, where reading the files alone would give one of them another. */
function givenIds(
  { blocks, sources }: AuthoredContext,
  parents: ReadonlyMap<string, string>,
): ReadonlyMap<string, GivenIds> {
  const ids = new Map<string, GivenIds>()
  if (![...sources.values()].some(({ isKept }) => isKept)) return ids
  for (const parent of new Set(parents.values())) {
    const nameless = (blocks.get(parent)?.children ?? []).flatMap((key) => {
      const hash = sources.get(key)?.unnamed
      return hash === undefined ? [] : [[key, hash] as const]
    })
    if (nameless.length > 0) ids.set(parent, nameless)
  }
  return ids
}

/** How many blocks there are of each type, sorted by type; error blocks count as what they would have been. */
export function countTypes(types: Iterable<string>): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1)
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
}
