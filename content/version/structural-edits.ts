import type { DraftOperation } from '../edit/draft-operation.js'
import { isSameBlock } from './block-parts.js'
import type { VersionBlock } from './version-block.js'
import type { EditedBlock, OverEdits } from './edited-block.js'
import type { BlockChange, VersionView } from './version-view.js'

/** How what authors added, moved, renamed and deleted comes into a new import. */
export interface StructuralEdits {
  /** Steps on the import, in order. */
  readonly steps: readonly DraftOperation[]
  /** What has no place in it. */
  readonly conflicts: readonly EditedBlock[]
}

/** An import, the draft that was made of it, and the import that follows. */
export interface StructureSides {
  readonly imported: VersionView
  readonly draft: VersionView
  readonly next: VersionView
}

/** What became of one block: on all three sides, where it is there. */
interface Sides {
  readonly base?: VersionBlock | undefined
  readonly ours?: VersionBlock | undefined
  readonly theirs?: VersionBlock | undefined
}

/**
 * What makes of a new import the tree that authors gave the draft before it, with all that the import added and took away. A block that authors
 * added goes behind the one that it stood behind. With `keep` the draft's word stands; with `merge` it is a conflict
 * where both sides moved a block or changed an order, and where authors deleted what the import changed.
 * @param changes all from the import to the draft
 * @param renamed keys of blocks by those that they had in the import
 */
export async function structuralEdits(
  word: Exclude<OverEdits, 'replace'>,
  sides: StructureSides,
  changes: readonly BlockChange[],
  renamed: ReadonlyMap<string, string>,
): Promise<StructuralEdits> {
  return new StructureMerge(word, sides, changes, renamed).run()
}

class StructureMerge {
  readonly #steps: DraftOperation[] = []
  readonly #conflicts = new Map<string, EditedBlock>()
  /** Children of blocks of the import, as they are after the steps so far. */
  readonly #lists = new Map<string, string[]>()
  readonly #changed: ReadonlyMap<string, BlockChange>
  /** Keys in the import of blocks that were renamed, by those that they have now. */
  readonly #former: ReadonlyMap<string, string>

  constructor(
    private readonly word: Exclude<OverEdits, 'replace'>,
    private readonly sides: StructureSides,
    changes: readonly BlockChange[],
    private readonly renamed: ReadonlyMap<string, string>,
  ) {
    this.#former = new Map([...renamed].map(([old, now]) => [now, old]))
    this.#changed = new Map(changes.map((change) => [change.usage, change]))
  }

  async run(): Promise<StructuralEdits> {
    for (const [old, now] of this.renamed) await this.#rename(old, now)
    const containers = [...this.#changed.values()].filter(
      ({ before, after }) => after && before?.children.join() !== after.children.join(),
    )
    for (const { usage } of containers) await this.#restoreIn(usage)
    for (const { usage } of containers) await this.#order(usage)
    for (const { usage, after } of this.#changed.values()) if (!after) await this.#delete(usage)
    return { steps: this.#steps, conflicts: [...this.#conflicts.values()] }
  }

  async #rename(old: string, now: string): Promise<void> {
    const { next } = this.sides
    const found = await next.blocks([old, now])
    if (found.has(now) || !found.has(old)) {
      if (!found.has(now)) this.#conflict(now, 'url_name')
      return
    }
    const urlName = now.slice(now.lastIndexOf('@') + 1)
    this.#steps.push({ do: 'rename', usage: old, urlName })
  }

  /** Brings in what was added below a block that the import has, too. */
  async #restoreIn(parent: string): Promise<void> {
    const { base, ours } = await this.#sidesOf(parent)
    const stood = new Set(base?.children.map((one) => this.#keyNow(one)))
    for (const [index, usage] of (ours?.children ?? []).entries()) {
      if (stood.has(usage)) continue
      const child = await this.#sidesOf(usage)
      if (child.base || this.#wasRenamed(usage)) continue
      if (!(await this.#sidesOf(parent)).theirs) {
        // Below what was added itself, it comes with that.
        if ((await this.#sidesOf(parent)).base) this.#conflict(usage, 'children')
        continue
      }
      if (child.theirs) {
        if (!isSameBlock(child.ours, child.theirs)) this.#conflict(usage, 'children')
        continue
      }
      const standing = (await this.sides.next.blocks(await this.#below(this.sides.draft, usage)))
        .keys()
        .next()
      if (!standing.done) {
        this.#conflict(standing.value, 'children')
        continue
      }
      this.#steps.push({ do: 'restore', usage })
      const list = await this.#list(parent)
      const here = new Set(list)
      const at = ours?.children.slice(0, index).filter((one) => here.has(one)).length ?? 0
      list.splice(at, 0, usage)
    }
  }

  /** Moves what stands elsewhere than it should in a block that both sides have. */
  async #order(parent: string): Promise<void> {
    const { base, ours, theirs } = await this.#sidesOf(parent)
    if (!base || !ours || !theirs) return
    const before = base.children.map((one) => this.#keyNow(one))
    const there = theirs.children.map((one) => this.#keyNow(one))
    const [inBase, inOurs, inTheirs] = [new Set(before), new Set(ours.children), new Set(there)]
    const common = (list: readonly string[]) =>
      list.filter((one) => inBase.has(one) && inOurs.has(one) && inTheirs.has(one))
    const [was, wished, imported] = [common(before), common(ours.children), common(there)]
    const isReordered = was.join() !== wished.join()
    if (isReordered && imported.join() !== was.join() && imported.join() !== wished.join()) {
      if (this.word === 'merge') return this.#conflict(parent, 'children')
    }
    const order = isReordered ? wished : imported
    const slots = new Set(order)
    const rest = order.values()
    const target = there
      .filter((one) => !inBase.has(one) || inOurs.has(one))
      .map((one) => (slots.has(one) ? (rest.next().value ?? one) : one))
    const inTarget = new Set(target)
    for (const [index, usage] of ours.children.entries()) {
      if (inTarget.has(usage) || !(await this.#mayStandIn(parent, usage))) continue
      const behind = ours.children.slice(0, index).findLast((one) => inTarget.has(one))
      target.splice(behind === undefined ? 0 : target.indexOf(behind) + 1, 0, usage)
      inTarget.add(usage)
    }
    await this.#arrange(parent, target)
  }

  /** Whether a block that authors put below another one is to be there. */
  async #mayStandIn(parent: string, usage: string): Promise<boolean> {
    const list = await this.#list(parent)
    const { base, theirs } = await this.#sidesOf(usage)
    if (!base) return list.includes(usage)
    const was = this.#keyNow(base.parent ?? '')
    // It stood here before: the import took it away, or put it elsewhere.
    if (was === parent) return false
    if (!theirs) {
      this.#conflict(usage, 'children')
      return false
    }
    const now = this.#keyNow(theirs.parent ?? '')
    if (this.word === 'merge' && now !== was && now !== parent) {
      this.#conflict(usage, 'children')
      return false
    }
    return true
  }

  async #arrange(parent: string, target: readonly string[]): Promise<void> {
    const list = await this.#list(parent)
    const wanted = new Set(target)
    let standing = list.filter((one) => wanted.has(one))
    for (const [index, usage] of target.entries()) {
      if (standing[index] === usage) continue
      for (const other of new Set([list, ...this.#lists.values(), await this.#parentList(usage)])) {
        const at = other.indexOf(usage)
        if (at >= 0) other.splice(at, 1)
      }
      const next = standing[index]
      const at = next === undefined ? list.length : list.indexOf(next)
      this.#steps.push({ do: 'move', usage, parent, index: at })
      list.splice(at, 0, usage)
      standing = list.filter((one) => wanted.has(one))
    }
  }

  async #parentList(usage: string): Promise<string[]> {
    const { theirs } = await this.#sidesOf(usage)
    return theirs?.parent === undefined ? [] : this.#list(this.#keyNow(theirs.parent))
  }

  /** Deletes what authors deleted and nothing that was deleted stands in. */
  async #delete(usage: string): Promise<void> {
    if (this.renamed.has(usage)) return
    const { base, theirs } = await this.#sidesOf(usage)
    if (!base || !theirs) return
    const above = this.#changed.get(base.parent ?? '')
    if (above && !above.after && !this.renamed.has(above.usage)) return
    const { imported, next, draft } = this.sides
    const below = await this.#below(next, usage)
    const [before, after, kept] = await Promise.all([
      imported.blocks(below),
      next.blocks(below),
      draft.blocks(below),
    ])
    const isChanged = below.some((one) => !kept.has(one) && !isSameBlock(before.get(one), after.get(one)))
    if (isChanged && this.word === 'merge') this.#conflict(usage, 'children')
    else this.#steps.push({ do: 'delete', usage })
  }

  /** A block with all that stands in it. */
  async #below(view: VersionView, usage: string): Promise<readonly string[]> {
    const all = [usage]
    for (let some = [usage]; some.length > 0;) {
      some = [...(await view.blocks(some)).values()].flatMap(({ children }) => [...children])
      all.push(...some)
    }
    return all
  }

  async #list(parent: string): Promise<string[]> {
    const known = this.#lists.get(parent)
    if (known) return known
    const { theirs } = await this.#sidesOf(parent)
    const list = (theirs?.children ?? []).map((one) => this.#keyNow(one))
    this.#lists.set(parent, list)
    return list
  }

  /** @param usage as the draft has it */
  async #sidesOf(usage: string): Promise<Sides> {
    const before = this.#keyBefore(usage)
    const { imported, draft, next } = this.sides
    const [base, ours, theirs] = await Promise.all([
      imported.block(before),
      draft.block(usage),
      next.blocks([before, usage]),
    ])
    return { base, ours, theirs: theirs.get(usage) ?? theirs.get(before) }
  }

  #keyNow(usage: string): string {
    return this.renamed.get(usage) ?? usage
  }

  #keyBefore(usage: string): string {
    return this.#former.get(usage) ?? usage
  }

  #wasRenamed(usage: string): boolean {
    return this.#former.has(usage)
  }

  #conflict(usage: string, field: string): void {
    this.#conflicts.set(usage, { usage, fields: [field] })
  }
}
