import { isSameBlock, type AuthoringStore, type VersionBlock, type VersionView } from '../version/index.js'
import type { VersionLine } from './version-line.js'

/** A block that a version changed. */
export interface ChangedName {
  /** Usage key, as text. */
  readonly usage: string
  readonly title: string
  readonly what: 'added' | 'changed' | 'deleted'
}

/** What a version did to the blocks of a library. */
export interface VersionDeeds {
  /** The first of them. */
  readonly blocks: readonly ChangedName[]
  /** Whether there are more. */
  readonly isMore: boolean
}

/** Blocks that are named of one version. */
const mostNamed = 8

/**
 * What a version changed of the one that it was made of: the first blocks, without reading the rest. Undefined where one of the two
 * is not kept any more, and for the first.
 * @throws CompositorError `store-unavailable`
 */
export async function versionDeeds(
  store: AuthoringStore,
  context: string,
  { number, parents }: Pick<VersionLine, 'number' | 'parents'>,
): Promise<VersionDeeds | undefined> {
  const before = parents[0]
  if (before === undefined) return undefined
  const views = await Promise.all([before, number].map((one) => viewOf(store, context, one)))
  const [old, now] = views
  if (!old || !now) return undefined
  const blocks: ChangedName[] = []
  for await (const { usage, before: was, after: is } of old.changes(now)) {
    if (usage === now.root || (was && is && isSameBut(was, is))) continue
    if (blocks.length === mostNamed) return { blocks, isMore: true }
    const block = is ?? was
    const title = block?.settings['display_name']
    const what = was ? (is ? 'changed' : 'deleted') : 'added'
    blocks.push({
      usage,
      title: typeof title === 'string' && title !== '' ? title : (block?.type ?? usage),
      what,
    })
  }
  return { blocks, isMore: false }
}

async function viewOf(
  store: AuthoringStore,
  context: string,
  number: number,
): Promise<VersionView | undefined> {
  return store.view(context, String(number)).catch(() => undefined)
}

/** Whether a block differs at most by where it stands. */
function isSameBut(
  { parent: _before, ...was }: VersionBlock,
  { parent: _after, ...is }: VersionBlock,
): boolean {
  return isSameBlock(was, is)
}
