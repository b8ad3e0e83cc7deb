import { CompositorError } from '../../runtime/errors/index.js'
import { isSameBlock, type AuthoringStore, type FoundEntry, type VersionView } from '../version/index.js'
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
  /** Whether lines count, too, that changed only what stands below that block: members of a container. */
  readonly below?: boolean | undefined
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
  { usage, below = false, limit = 100, after }: HistoryOptions = {},
): Promise<HistoryPage> {
  const items: VersionLine[] = []
  let last: number | undefined
  for await (const found of store.entries(context, after)) {
    const changed = usage === undefined ? undefined : await changedBlocks(store, found, usage, below)
    if (changed?.length === 0) continue
    if (items.length === limit) return { items, ...(last !== undefined && { next: last }) }
    const by = changed?.filter((one) => one !== usage) ?? []
    items.push({ ...(await lineOf(store, found)), ...(by.length > 0 && { by }) })
    last = found.entry.number
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

async function lineOf(store: AuthoringStore, { hash, entry }: FoundEntry): Promise<VersionLine> {
  const { draft, published } = await store.standing(entry.context)
  const parents = (await store.versions.entries(entry.parents)).map(({ number }) => number)
  return versionLine(entry, parents, { isDraft: hash === draft, isPublished: hash === published })
}

/**
 * Which blocks a line changed of one and, where that is asked for, all below it, against the first line that it was made of. Where the
 * content of that was collected, it is the line before it; of a line whose own content was, nothing is known.
 */
async function changedBlocks(
  store: AuthoringStore,
  found: FoundEntry,
  usage: string,
  below: boolean,
): Promise<readonly string[]> {
  const view = (await store.seen(found))?.view
  if (!view) return []
  const before = await viewBefore(store, found)
  const changed: string[] = []
  const seen = new Set<string>()
  for (let open = [usage]; open.length > 0;) {
    for (const one of open) seen.add(one)
    const [was, is] = await Promise.all([before?.blocks(open), view.blocks(open)])
    const next: string[] = []
    for (const one of open) {
      if (!isSameBlock(was?.get(one), is.get(one))) changed.push(one)
      if (below) next.push(...(is.get(one)?.children ?? []))
    }
    open = next.filter((one) => !seen.has(one))
  }
  return changed
}

/** The version that a line was made of, or the nearest before it that is there. */
async function viewBefore(store: AuthoringStore, { entry }: FoundEntry): Promise<VersionView | undefined> {
  let [parent] = entry.parents
  while (parent !== undefined) {
    const [above] = await store.versions.entries([parent])
    if (!above) return undefined
    const seen = await store.entryAt(entry.context, parent).catch((thrown: { readonly code?: unknown }) => {
      if (thrown.code === 'version-collected') return undefined
      throw thrown
    })
    if (seen) return seen.view
    ;[parent] = above.parents
  }
  return undefined
}
