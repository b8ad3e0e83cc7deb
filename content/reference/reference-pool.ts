import type { BlockReference } from '../../runtime/block/index.js'
import { parseSourceBlock, type SourceBlockKey } from '../../runtime/keys/index.js'
import { titleOf, topBlocks } from '../publish/outline.js'
import type { VersionView } from '../version/index.js'
import type { PoolMatches } from './pool-matches.js'
import type { PoolMember } from './reference-state.js'

/** Members that are listed of what a subset finds. */
const mostListed = 1000

/** Blocks that are looked at together. */
const batch = 2000

/** What a reference may bring. */
export interface ReferencePool {
  readonly members: readonly PoolMember[]
  readonly size: number
  /** Keys that name no block of a library that is referred to. */
  readonly misnamed: readonly string[]
}

/**
 * What references stand for, each block once.
 * @param views versions of the libraries, by key; those that are not there are left out
 */
export async function poolOf(
  references: readonly BlockReference[],
  views: ReadonlyMap<string, VersionView>,
  matches: PoolMatches,
): Promise<ReferencePool> {
  const members = new Map<string, PoolMember>()
  const misnamed: string[] = []
  let size = 0
  const named = references.filter(({ block }) => block !== '*')
  for (const [library, keys] of byLibrary(named)) {
    const view = views.get(library)
    const blocks = view ? await blocksOf(view, keys, kindOf(references), matches) : new Map()
    size += blocks.size
    for (const [key, member] of blocks) members.set(key, member)
  }
  const listed = named.flatMap(({ block }): PoolMember[] => {
    const key = keyOf(block)
    if (key)
      return [members.get(block) ?? { block: key, type: key.blockType, title: key.blockId, isThere: false }]
    misnamed.push(block)
    return []
  })
  for (const reference of references) {
    const view = reference.block === '*' ? views.get(reference.library) : undefined
    if (!view) continue
    const { query, kind } = reference
    const isAll = !query && kind === undefined
    const keys = isAll
      ? topBlocks((await view.block(view.root))?.children ?? [])
      : await matches.find(view, { ...query, ...(kind !== undefined && { types: [kind] }) })
    size += keys.length
    if (!query) continue
    const some = await blocksOf(view, keys.slice(0, mostListed), undefined, matches)
    listed.push(...keys.flatMap((key) => some.get(key) ?? []))
  }
  return { members: unique(listed), size, misnamed }
}

function kindOf(references: readonly BlockReference[]): string | undefined {
  return references.find(({ kind }) => kind !== undefined)?.kind
}

/** Of these blocks those that a version has, in its own words. */
export async function blocksOf(
  view: VersionView,
  keys: readonly string[],
  kind: string | undefined,
  matches: PoolMatches,
): Promise<ReadonlyMap<string, PoolMember>> {
  const found = new Map<string, PoolMember>()
  for (let start = 0; start < keys.length; start += batch) {
    const all = await view.blocks(keys.slice(start, start + batch))
    const blocks = kind === undefined ? all : await matches.typed(view, all, [kind])
    for (const [key, block] of blocks) {
      const { type } = block
      if (key !== view.root)
        found.set(key, { block: parseSourceBlock(key), type, title: titleOf(key, block), isThere: true })
    }
  }
  return found
}

function byLibrary(references: readonly BlockReference[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const { library, block, version } of references) {
    if (version === '') continue
    const keys = found.get(library)
    if (keys) keys.push(block)
    else found.set(library, [block])
  }
  return found
}

function unique(members: readonly PoolMember[]): PoolMember[] {
  return [...new Map(members.map((member) => [member.block.toString(), member])).values()]
}

function keyOf(text: string): SourceBlockKey | undefined {
  try {
    return parseSourceBlock(text)
  } catch {
    return undefined
  }
}
