import { CompositorError } from '../../runtime/errors/index.js'
import type { AuthoringStore, ContextHead, VersionBlock, VersionView } from '../version/index.js'
import { titleOf } from './outline.js'
import { OutlineLines } from './outline-lines.js'

/** A line of a draft's outline, as far as its author has it open. */
export interface DraftLine {
  readonly key: string
  readonly type: string
  readonly title: string
  readonly isUnit: boolean
  /** Lines directly below it, all of them. */
  readonly count: number
  readonly hasMore: boolean
  readonly isOpen: boolean
  /** Of an open one the lines below it, at most {@link listLength}. */
  readonly children: readonly DraftLine[]
}

/** Which part of an outline is asked for. */
export interface AskedOutline {
  /** Usage key of the line whose inside is listed; the root when left out. */
  readonly at?: string | undefined
  /** Lines directly below it that are passed over. */
  readonly from?: number
  /** Keys of sections to open; where nothing is said, the first. */
  readonly open?: readonly string[]
}

/** The part of a context's draft that is open, down to its units. */
export interface DraftOutline {
  readonly head: ContextHead
  /** What stands above the line whose inside is listed, the root first. */
  readonly above: readonly { readonly key: string; readonly title: string }[]
  readonly root: DraftLine
  readonly from: number
  /** Whether its sections fold: a small one is shown whole. */
  readonly folds: boolean
  /** Keys of the sections that were opened. */
  readonly opened: readonly string[]
}

/** Lines of one list at most. */
const listLength = 100

/** Lines of an outline that is shown whole. */
const mostUnfolded = 200

/** Sections that are open at once. */
const mostOpen = 12

/** Levels of an outline: a course has three, and what is broken shall end. */
const mostLevels = 20

/**
 * The part of a draft that its author has open, level by level: what is folded is not read, and of a long list one page.
 * @throws CompositorError `context-unknown`; `block-not-found` where the asked line is none
 */
export async function draftOutline(
  store: AuthoringStore,
  context: string,
  { at, from = 0, open = [] }: AskedOutline = {},
): Promise<DraftOutline> {
  const head = await store.head(context)
  const view = await store.view(context, head.draft)
  const lines = new OpenLines(view)
  const key = at ?? view.root
  const block = await view.block(key)
  if ((block === undefined && at !== undefined) || (block && lines.isUnit(key, block))) {
    const message = `The draft of '${context}' has no section '${key.slice(0, 300)}'.`
    throw new CompositorError('block-not-found', message)
  }
  const above = block ? await lines.above(block) : []
  const rest = { head, above, from }
  if (block === undefined) return { ...rest, root: lines.empty(), folds: false, opened: [] }
  const whole = await lines.below(key, block, from, () => true, mostUnfolded)
  if (whole) return { ...rest, root: whole, folds: false, opened: [] }
  const asked = open.slice(-mostOpen)
  const opened: string[] = []
  const root = await lines.below(key, block, from, (one, place) => {
    const isOpened = asked.includes(one.key) || (asked.length === 0 && one.isTop && place === 0)
    if (isOpened && one.count > 0) opened.push(one.key)
    // In a section that was opened, what is short is open too.
    return isOpened || (!one.isTop && one.beside <= listLength)
  })
  return { ...rest, root: root ?? lines.empty(), folds: true, opened }
}

/** What is known of a line when it is to be said whether it is open. */
interface MaybeOpen {
  readonly key: string
  readonly count: number
  /** Whether it stands directly below the line whose inside is listed. */
  readonly isTop: boolean
  /** Lines below it and those beside it, together. */
  readonly beside: number
}

interface Growing {
  readonly key: string
  readonly block: VersionBlock
  readonly isOpen: boolean
  readonly below: Growing[]
}

class OpenLines {
  readonly #lines: OutlineLines

  constructor(private readonly view: VersionView) {
    this.#lines = new OutlineLines(view, undefined)
  }

  isUnit(key: string, block: VersionBlock): boolean {
    return this.#lines.isUnit(key, block)
  }

  /** @param most lines; undefined is returned for more than that */
  async below(
    key: string,
    block: VersionBlock,
    from: number,
    isOpen: (line: MaybeOpen, place: number) => boolean,
    most = Infinity,
  ): Promise<DraftLine | undefined> {
    const whole: Growing = { key, block, isOpen: true, below: [] }
    const seen = new Set([key])
    let count = 0
    let level = [whole]
    for (let depth = 0; level.length > 0 && depth < mostLevels; depth++) {
      const asked = level.map((one) => {
        const start = one === whole ? from : 0
        return one.isOpen ? one.block.children.slice(start, start + listLength) : []
      })
      count += asked.reduce((sum, { length }) => sum + length, 0)
      if (count > most) return undefined
      const blocks = await this.view.blocks(asked.flat())
      const next: Growing[] = []
      for (const [index, parent] of level.entries()) {
        const children = (asked[index] ?? []).flatMap((child) => {
          const found = seen.has(child) ? undefined : blocks.get(child)
          if (!found) return []
          seen.add(child)
          return [{ key: child, block: found, count: this.count(child, found) }]
        })
        const beside = children.reduce((sum, child) => sum + child.count, 0)
        for (const [place, child] of children.entries()) {
          const open = child.count > 0 && isOpen({ ...child, isTop: parent === whole, beside }, place)
          parent.below.push({ ...child, isOpen: open, below: [] })
        }
        next.push(...parent.below)
      }
      level = next
    }
    return this.line(whole)
  }

  empty(): DraftLine {
    const { root: key, kind: type, title } = this.view
    return { key, type, title, isUnit: false, count: 0, hasMore: false, isOpen: true, children: [] }
  }

  async above(block: VersionBlock): Promise<{ readonly key: string; readonly title: string }[]> {
    const above: { readonly key: string; readonly title: string }[] = []
    for (let one = block; one.parent !== undefined && above.length < mostLevels;) {
      const key = one.parent
      const found = await this.view.block(key)
      if (found === undefined) break
      above.unshift({ key, title: this.title(key, found) })
      one = found
    }
    return above
  }

  private count(key: string, block: VersionBlock): number {
    return this.isUnit(key, block) ? 0 : block.children.length
  }

  private title(key: string, block: VersionBlock): string {
    return key === this.view.root ? this.view.title : titleOf(key, block)
  }

  private line({ key, block, isOpen, below }: Growing): DraftLine {
    const count = this.count(key, block)
    return {
      key,
      type: block.type,
      title: this.title(key, block),
      isUnit: this.isUnit(key, block),
      count,
      hasMore: count > 0,
      isOpen,
      children: below.map((one) => this.line(one)),
    }
  }
}
