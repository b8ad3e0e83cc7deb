import { titleOf } from '../publish/outline.js'
import type { BlockStatus, FoundBlock } from '../search/index.js'
import { isSameBlock, type AuthoringStore, type VersionBlock } from '../version/index.js'

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
  const head = await store.head(library)
  const view = await store.view(library, head.draft)
  const { children = [] } = (await view.block(view.root)) ?? {}
  const page = children.slice(from, from + limit)
  const [blocks, before] = await Promise.all([
    view.blocks(page),
    head.published === null ? undefined : (await store.view(library, head.published)).blocks(page),
  ])
  const items = [...blocks].map(([usage, block]): FoundBlock => {
    const { type } = block
    const status = statusOf(block, before?.get(usage))
    return {
      usage,
      context: library,
      type,
      title: titleOf(usage, block),
      status,
      tags: [],
      collections: [],
      usedIn: [],
    }
  })
  return { items, total: children.length }
}

function statusOf(block: VersionBlock, published: VersionBlock | undefined): BlockStatus {
  if (!published) return 'draft'
  return isSameBlock(block, published) ? 'published' : 'changed'
}
