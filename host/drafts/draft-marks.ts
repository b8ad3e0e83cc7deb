import { LRUCache } from 'lru-cache'
import type { AuthoringStore, ContextHead, VersionBlock, VersionView } from '../../content/index.js'

/** How a block of a draft stands to what learners see, and who is to see it when. */
export interface DraftMark {
  /** `changed` where something in it is, too. */
  readonly standing: 'new' | 'changed' | 'published'
  /** Whether it says of itself that only staff see it. */
  readonly isStaffOnly: boolean
  /** What it says itself of when it opens and is due, in epoch milliseconds. */
  readonly start: number | undefined
  readonly due: number | undefined
}

/** Which blocks of a draft differ from what is published. */
export interface DraftDifference {
  /** Blocks that differ, and all that they stand in, by usage key. */
  readonly touched: ReadonlySet<string>
  /** How many blocks are new, gone or others. */
  readonly count: number
  /** Whether there are more than are looked at. */
  readonly isMore: boolean
}

/** Changes that are looked at, and levels above them. */
const [mostChanges, mostLevels] = [5000, 20]

/** Marks lines of drafts: what learners see of them, without reading what is in them. */
export class DraftMarks {
  /** What differs costs what the difference does; it is the same as long as the two versions are. */
  readonly #known = new LRUCache<string, DraftDifference>({ max: 100 })

  constructor(private readonly store: AuthoringStore) {}

  /** What differs from what is published; undefined where nothing is. @throws CompositorError `store-unavailable` */
  async difference({ context, draft, published }: ContextHead): Promise<DraftDifference | undefined> {
    if (published === null) return undefined
    const name = JSON.stringify([context, published, draft])
    const known = this.#known.get(name)
    if (known) return known
    const [before, after] = await Promise.all([
      this.store.view(context, published),
      this.store.view(context, draft),
    ])
    const touched = new Set<string>()
    let isMore = false
    if (published !== draft)
      for await (const { usage } of before.changes(after)) {
        if (touched.size === mostChanges) {
          isMore = true
          break
        }
        touched.add(usage)
      }
    const count = touched.size
    for (const view of [before, after]) await addAbove(view, touched)
    const made = { touched, count, isMore }
    this.#known.set(name, made)
    return made
  }

  /** Marks of blocks of a draft, by usage key. @throws CompositorError `store-unavailable` */
  async of(head: ContextHead, usages: readonly string[]): Promise<ReadonlyMap<string, DraftMark>> {
    const { context, draft, published } = head
    const [view, before, difference] = await Promise.all([
      this.store.view(context, draft),
      published === null ? undefined : this.store.view(context, published),
      this.difference(head),
    ])
    const [blocks, there] = await Promise.all([view.blocks(usages), before?.blocks(usages)])
    return new Map(
      [...blocks].map(([usage, block]) => {
        const standing = !there?.has(usage) ? 'new' : difference?.touched.has(usage) ? 'changed' : 'published'
        return [usage, { standing, ...releaseOf(block) }] as const
      }),
    )
  }
}

function releaseOf({ settings }: VersionBlock): Omit<DraftMark, 'standing'> {
  const { start, due, visible_to_staff_only: staff } = settings
  return { isStaffOnly: staff === true, start: momentIn(start), due: momentIn(due) }
}

/** A moment as settings keep it; undefined for what is none. */
function momentIn(value: unknown): number | undefined {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}

/** Adds what blocks stand in. */
async function addAbove(view: VersionView, touched: Set<string>): Promise<void> {
  let open = [...touched]
  for (let level = 0; open.length > 0 && level < mostLevels; level++) {
    const above = [...(await view.blocks(open)).values()].flatMap(({ parent }) => parent ?? [])
    open = [...new Set(above)].filter((usage) => !touched.has(usage))
    for (const usage of open) touched.add(usage)
  }
}
