import { CompositorError } from '../../runtime/errors/index.js'
import { differingParts, fieldName, partsOf, type AuthoringStore, type BlockParts } from '../version/index.js'
import type { FieldDifference } from './version-difference.js'
import { history, type HistoryPage } from './version-history.js'
import type { VersionLine } from './version-line.js'

/** A version in which a block became another one. */
export interface BlockLine {
  readonly line: VersionLine
  /** Whether the block was made, changed or deleted; `unknown` where the content of the version is gone. */
  readonly what: 'made' | 'changed' | 'deleted' | 'unknown'
  /** What differs from the version listed behind it. */
  readonly fields: readonly FieldDifference[]
}

/** Part of the history of one block. */
export interface BlockHistory {
  /** The newest first. */
  readonly items: readonly BlockLine[]
  /** What to pass as `after` for the lines behind these; absent at the end. */
  readonly next?: number
}

/**
 * The versions in which one block became another one, with what differs field by field.
 * @throws CompositorError `context-unknown`, `block-not-found`
 */
export async function blockHistory(
  store: AuthoringStore,
  context: string,
  usage: string,
  { limit = 20, after }: { readonly limit?: number; readonly after?: number | undefined } = {},
): Promise<BlockHistory> {
  const { items: lines }: HistoryPage = await history(store, context, { usage, limit: limit + 1, after })
  const parts = await Promise.all(lines.map(({ version }) => partsIn(store, context, version, usage)))
  const items = lines.slice(0, limit).map((line, place): BlockLine => {
    const [now, before] = [parts[place], place + 1 < lines.length ? parts[place + 1] : none]
    if (!now || !before) return { line, what: 'unknown', fields: [] }
    if (now.size === 0) return { line, what: 'deleted', fields: [] }
    if (before.size === 0) return { line, what: 'made', fields: [] }
    const fields = differingParts(before, now).map((part) => {
      const [old, value] = [before.get(part), now.get(part)]
      const name = fieldName(part)
      return { name, ...(old !== undefined && { before: old }), ...(value !== undefined && { after: value }) }
    })
    return { line, what: 'changed', fields }
  })
  const last = items.at(-1)
  return { items, ...(lines.length > limit && last && { next: last.line.number }) }
}

const none: BlockParts = new Map()

/** The block as parts; none where it was not there; undefined where the content of the version is gone. */
async function partsIn(
  store: AuthoringStore,
  context: string,
  version: string,
  usage: string,
): Promise<BlockParts | undefined> {
  try {
    const view = await store.view(context, version)
    const block = await view.block(usage)
    return block ? partsOf(block, await view.definitions([block.definition])) : none
  } catch (thrown) {
    if (thrown instanceof CompositorError && thrown.code === 'version-collected') return undefined
    throw thrown
  }
}
