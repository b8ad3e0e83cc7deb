import { titleOf } from '../publish/outline.js'
import type { BlockStatus, FoundBlock } from '../search/index.js'
import { isSameBlock, type AuthoringStore, type VersionBlock, type VersionView } from '../version/index.js'

/** Part of the list of what stands in a library. */
export interface ListedBlocks {
  /** In the library's own order. */
  readonly items: readonly FoundBlock[]
  /** How many there are in all. */
  readonly total: number
}

/**
 * What stands at the top of a library's draft, as its tree tells: without tags, and without who uses it. Only what is listed is read.
 * @param page blocks that are passed over, and how many are wanted
 * @throws CompositorError `context-unknown`
 */
export async function listedBlocks(
  store: AuthoringStore,
  library: string,
  { from, limit }: { readonly from: number; readonly limit: number },
): Promise<ListedBlocks> {
  const sides = await sidesOf(store, library)
  const { draft } = sides
  const { children = [] } = (await draft.block(draft.root)) ?? {}
  const items = await blocksAt(sides, library, children.slice(from, from + limit))
  return { items, total: children.length }
}

/**
 * Blocks that were found, as they are by now: those that are gone are left out.
 * @throws CompositorError `context-unknown`
 */
export async function freshBlocks(
  store: AuthoringStore,
  library: string,
  found: readonly FoundBlock[],
): Promise<readonly FoundBlock[]> {
  const usages = found.map(({ usage }) => usage)
  const now = await blocksAt(await sidesOf(store, library), library, usages)
  const byUsage = new Map(now.map((block) => [block.usage, block]))
  return found.flatMap((block) => {
    const { title, status } = byUsage.get(block.usage) ?? {}
    return title === undefined || status === undefined ? [] : [{ ...block, title, status }]
  })
}

/** How a block of a draft stands to what is published; undefined where the draft has no such block. @throws CompositorError `context-unknown` */
export async function blockStatus(
  store: AuthoringStore,
  library: string,
  usage: string,
): Promise<BlockStatus | undefined> {
  const [block] = await blocksAt(await sidesOf(store, library), library, [usage])
  return block?.status
}

interface Sides {
  readonly draft: VersionView
  readonly published: VersionView | undefined
}

async function sidesOf(store: AuthoringStore, library: string): Promise<Sides> {
  const { draft, published } = await store.head(library)
  return {
    draft: await store.view(library, draft),
    published: published === null ? undefined : await store.view(library, published),
  }
}

async function blocksAt(
  { draft, published }: Sides,
  library: string,
  usages: readonly string[],
): Promise<FoundBlock[]> {
  const [blocks, before] = await Promise.all([draft.blocks(usages), published?.blocks(usages)])
  return [...blocks].map(([usage, block]): FoundBlock => {
    const status = statusOf(block, before?.get(usage))
    const said = { tags: [], collections: [], usedIn: [] }
    return { usage, context: library, type: block.type, title: titleOf(usage, block), status, ...said }
  })
}

function statusOf(block: VersionBlock, published: VersionBlock | undefined): BlockStatus {
  if (!published) return 'draft'
  return isSameBlock(block, published) ? 'published' : 'changed'
}
