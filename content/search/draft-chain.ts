import { CompositorError } from '../../runtime/errors/index.js'
import type { AuthoringStore, SeenEntry, StoredVersionView } from '../version/index.js'
import type { LastChange } from './block-documents.js'

/** Most entries of a log that are looked at to tell who changed what; older changes count as made with the oldest of them. */
const mostEntries = 1000

/**
 * The drafts of a context from the newest back to a known one, each with the draft that it was made of.
 * @param since hash of the entry that is known; undefined for none
 */
async function draftsSince(
  store: AuthoringStore,
  context: string,
  since: string | undefined,
): Promise<readonly SeenEntry[]> {
  const chain: SeenEntry[] = []
  let hash: string | undefined = (await store.standing(context)).draft
  while (hash !== undefined && hash !== since && chain.length < mostEntries) {
    try {
      const seen: SeenEntry = await store.entryAt(context, hash)
      chain.push(seen)
      hash = seen.entry.parents[0]
    } catch (thrown) {
      // The content of older drafts goes after a time.
      if (thrown instanceof CompositorError && thrown.code === 'version-collected') break
      throw thrown
    }
  }
  return chain
}

/** What became of the draft of a context since a known one. */
export interface DraftChanges {
  /** Blocks with other values, and files with other bytes, each with who changed it last. */
  readonly blocks: ReadonlyMap<string, LastChange>
  /** Where everything counts as changed: of all others, who changed them last. */
  readonly others: LastChange | undefined
}

/**
 * What differs between the draft of a context and a known one, and who made which change, step by step along the log.
 * @param since hash of the entry that is known, and its version; undefined where nothing is
 */
export async function draftChanges(
  store: AuthoringStore,
  context: string,
  since: { readonly hash: string; readonly view: StoredVersionView } | undefined,
): Promise<DraftChanges> {
  const chain = (await draftsSince(store, context, since?.hash)).toReversed()
  const [first] = chain
  const isWhole = since !== undefined && first?.entry.parents[0] === since.hash
  const blocks = new Map<string, LastChange>()
  let before: StoredVersionView | undefined = isWhole ? since.view : undefined
  if (since && !isWhole && first) await noteChanges(since.view, first, blocks)
  for (const seen of chain) {
    if (before) await noteChanges(before, seen, blocks)
    before = seen.view
  }
  const [oldest] = chain
  return { blocks, others: since || !oldest ? undefined : changeOf(oldest) }
}

async function noteChanges(
  before: StoredVersionView,
  seen: SeenEntry,
  blocks: Map<string, LastChange>,
): Promise<void> {
  const change = changeOf(seen)
  for await (const { usage } of before.changes(seen.view)) blocks.set(usage, change)
  for await (const { name } of before.assetChanges(seen.view)) {
    // A file of one block goes by that block's key, a slash and its name.
    const at = name.indexOf('/')
    if (name.startsWith('lb:') && at > 0) blocks.set(name.slice(0, at), change)
  }
}

function changeOf({ entry: { author, at } }: SeenEntry): LastChange {
  return { ...(author !== undefined && { author }), at: Date.parse(at) }
}
