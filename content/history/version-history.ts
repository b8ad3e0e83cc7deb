import { CompositorError } from '../../runtime/errors/index.js'
import { isSameBlock, type AuthoringStore, type SeenEntry } from '../version/index.js'
import { versionLine, type VersionLine } from './version-line.js'

/** Part of a history. */
export interface HistoryPage {
  /** The newest first. */
  readonly items: readonly VersionLine[]
  /** What to pass as `after` for the lines behind these; absent at the end. */
  readonly next?: number
}

/** Which part of a history. */
export interface HistoryOptions {
  /** Usage key, as text: only lines that changed this block. */
  readonly usage?: string | undefined
  /** 100 when left out. */
  readonly limit?: number | undefined
  /** Lines older than the one of this number. */
  readonly after?: number | undefined
}

/** What is to be told of one version. */
export interface VersionSummary extends VersionLine {
  readonly context: string
  readonly kind: 'course' | 'library'
  readonly title: string
  readonly blocks: number
  readonly files: number
}

/**
 * The log of a course or library, the newest line first.
 * @throws CompositorError `context-unknown`; `block-not-found` where no version that is listed has the block asked for
 */
export async function history(
  store: AuthoringStore,
  context: string,
  { usage, limit = 100, after }: HistoryOptions = {},
): Promise<HistoryPage> {
  const items: VersionLine[] = []
  let last: number | undefined
  for await (const seen of store.entries(context, after)) {
    if (usage !== undefined && !(await changes(store, seen, usage))) continue
    if (items.length === limit) return { items, ...(last !== undefined && { next: last }) }
    items.push(await lineOf(store, seen))
    last = seen.entry.number
  }
  if (usage !== undefined && items.length === 0 && after === undefined) {
    const message = `No version of '${context}' has a block '${usage.slice(0, 300)}'.`
    throw new CompositorError('block-not-found', message)
  }
  return { items }
}

/** One version. @param asked see `AuthoringStore.view` @throws CompositorError `context-unknown`, `version-unknown`, `version-ambiguous` */
export async function showVersion(
  store: AuthoringStore,
  context: string,
  asked: string,
): Promise<VersionSummary> {
  const seen = await store.entry(context, asked)
  const { view } = seen
  const { kind, title } = view
  const [blocks, files] = await Promise.all([view.blockCount(), view.tree.count()])
  return { ...(await lineOf(store, seen)), context, kind, title, blocks, files }
}

async function lineOf(store: AuthoringStore, { hash, entry }: SeenEntry): Promise<VersionLine> {
  const { draft, published } = await store.standing(entry.context)
  const parents = (await store.versions.entries(entry.parents)).map(({ number }) => number)
  return versionLine(entry, parents, { isDraft: hash === draft, isPublished: hash === published })
}

/** Whether a line changed a block, against the first line that it was made of. */
async function changes(store: AuthoringStore, { entry, view }: SeenEntry, usage: string): Promise<boolean> {
  const block = await view.block(usage)
  const [parent] = entry.parents
  if (parent === undefined) return block !== undefined
  const before = await store.entryAt(entry.context, parent)
  return !isSameBlock(await before.view.block(usage), block)
}
