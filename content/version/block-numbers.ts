import { isSameBlock } from './block-parts.js'
import type { VersionView } from './version-view.js'
import type { VersionStore } from './version-store.js'

/**
 * The whole numbers of blocks beside a version: one up for every new content of a block, its own files included, and never used again.
 * They stand beside the tree, as equal content would lose its equal name by them. Kept are those that are not 1, and those of
 * blocks that are gone.
 */
export class BlockNumbers {
  constructor(private readonly store: VersionStore) {}

  /** The numbers of blocks that are there. @param root of the map */
  async of(root: string | undefined, usages: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    const wanted = [...usages]
    const known = await this.store.map<number>(root).getMany(wanted)
    return new Map(wanted.map((usage) => [usage, known.get(usage) ?? 1]))
  }

  /**
   * The numbers after a change of the draft.
   * @param given by an archive; they are taken over where they are higher
   * @returns the root of the map, undefined for an empty one
   */
  async after(
    root: string | undefined,
    before: VersionView | undefined,
    next: VersionView,
    given: ReadonlyMap<string, number> = new Map(),
  ): Promise<string | undefined> {
    const changed = before ? await changedUsages(before, next) : new Map<string, boolean>()
    const map = this.store.map<number>(root)
    const known = await map.getMany(new Set([...changed.keys(), ...given.keys()]))
    const numbers = new Map<string, number>()
    for (const [usage, isNew] of changed) {
      // A block that comes back has a number; one that was never here begins with 1.
      const number = known.get(usage) ?? (isNew ? 0 : 1)
      if (number + 1 > 1 || known.has(usage)) numbers.set(usage, number + 1)
    }
    for (const [usage, number] of given) {
      const now = numbers.get(usage) ?? known.get(usage) ?? 1
      if (number > now) numbers.set(usage, number)
    }
    if (numbers.size === 0) return root
    return (await map.with(numbers)).root
  }
}

/** Blocks with other content than before, and whether they were not there; those that went count as changed once. */
async function changedUsages(before: VersionView, next: VersionView): Promise<ReadonlyMap<string, boolean>> {
  const changed = new Map<string, boolean>()
  for await (const change of before.changes(next)) {
    const { usage, before: was, after: is } = change
    const isMoved =
      was !== undefined && is !== undefined && isSameBlock({ ...was, parent: '' }, { ...is, parent: '' })
    if (!isMoved) changed.set(usage, was === undefined)
  }
  for await (const { name } of before.assetChanges(next)) {
    const [usage = ''] = name.split('/')
    if (usage.startsWith('lb:') && !changed.has(usage) && (await next.block(usage))) changed.set(usage, false)
  }
  return changed
}
