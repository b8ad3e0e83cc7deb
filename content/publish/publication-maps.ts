import { parseUsageKey } from '../../runtime/keys/index.js'
import type {
  DrawsTogether,
  OutlineLine,
  Publication,
  PublishedAsset,
  PublishedFile,
  UnitEntry,
} from '../../runtime/unit/index.js'
import { Trees, type TreeMap } from '../../store/tree/index.js'

/** Changes that are collected before they become nodes. */
const mostChanges = 20_000

/** One map of a publication while it is made of another. */
class ChangingMap<V> {
  readonly #changes = new Map<string, V | undefined>()

  constructor(private map: TreeMap<V>) {}

  get size(): number {
    return this.#changes.size
  }

  set(key: string, value: V | undefined): void {
    this.#changes.set(key, value)
  }

  /** As it is with the changes so far. */
  async getMany(keys: Iterable<string>): Promise<ReadonlyMap<string, V>> {
    const wanted = [...new Set(keys)]
    const stored = await this.map.getMany(wanted.filter((key) => !this.#changes.has(key)))
    return new Map(
      wanted.flatMap((key) => {
        const value = this.#changes.has(key) ? this.#changes.get(key) : stored.get(key)
        return value === undefined ? [] : [[key, value] as const]
      }),
    )
  }

  async flush(): Promise<TreeMap<V>> {
    if (this.#changes.size > 0) this.map = await this.map.with(this.#changes)
    this.#changes.clear()
    return this.map
  }
}

/** The maps of a publication that is made of another one, or of none. */
export class PublicationMaps {
  readonly outline: ChangingMap<OutlineLine>
  readonly units: ChangingMap<UnitEntry>
  readonly #blocks: ChangingMap<string>
  readonly #ids: ChangingMap<readonly string[]>
  readonly #assets: ChangingMap<PublishedFile>
  readonly #lost: ChangingMap<true>
  readonly #following: ChangingMap<Readonly<Record<string, string>>>
  readonly #groups: ChangingMap<readonly string[]>

  constructor(trees: Trees, before?: Publication) {
    this.outline = new ChangingMap(trees.open(before?.outline ?? ''))
    this.units = new ChangingMap(trees.open(before?.units ?? ''))
    this.#blocks = new ChangingMap(trees.open(before?.blocks ?? ''))
    this.#ids = new ChangingMap(trees.open(before?.ids ?? ''))
    this.#assets = new ChangingMap(trees.open(before?.assets ?? ''))
    this.#lost = new ChangingMap(trees.open(before?.lost ?? ''))
    this.#following = new ChangingMap(trees.open(before?.following ?? ''))
    this.#groups = new ChangingMap(trees.open(before?.groups ?? ''))
  }

  /** For blocks in units, the keys of their units. */
  unitsOf(usages: Iterable<string>): Promise<ReadonlyMap<string, string>> {
    return this.#blocks.getMany(usages)
  }

  /** The usage key of the block of an id; undefined where none has it. */
  async blockOfId(id: string): Promise<string | undefined> {
    return (await this.#ids.getMany([id])).get(id)?.[0]
  }

  setLost(unit: string, isLost: boolean): void {
    this.#lost.set(unit, isLost ? true : undefined)
  }

  /** @param versions of the libraries that a unit follows, by their keys */
  setFollowing(unit: string, versions: Readonly<Record<string, string>>): void {
    this.#following.set(unit, Object.keys(versions).length > 0 ? versions : undefined)
  }

  /** Units that follow libraries, with the versions that stood for these when the units were made. */
  async *following(): AsyncIterable<readonly [unit: string, versions: Readonly<Record<string, string>>]> {
    yield* (await this.#following.flush()).entries()
  }

  /** Blocks that left a unit, and blocks that came into it; of what moved, the coming counts, whichever is told first. */
  async moveBlocks(unit: string, gone: Iterable<string>, come: Iterable<string>): Promise<void> {
    const [left, entered] = [[...gone], [...come]]
    const where = await this.#blocks.getMany(left)
    const isGone = left.filter((key) => where.get(key) === unit)
    for (const key of isGone) this.#blocks.set(key, undefined)
    for (const key of entered) this.#blocks.set(key, unit)
    const ids = await this.#ids.getMany([...isGone, ...entered].map(idOf))
    const changed = new Map<string, Set<string>>()
    const usagesOf = (key: string) => {
      const id = idOf(key)
      let usages = changed.get(id)
      if (!usages) changed.set(id, (usages = new Set(ids.get(id))))
      return usages
    }
    for (const key of isGone) usagesOf(key).delete(key)
    for (const key of entered) usagesOf(key).add(key)
    for (const [id, usages] of changed) this.#ids.set(id, usages.size > 0 ? [...usages].sort() : undefined)
  }

  /** A file of the context itself by one of its names; undefined where it has none of that name. */
  async setOwnFile(name: string, own: PublishedAsset | undefined): Promise<void> {
    const { ofLibraries } = (await this.#assets.getMany([name])).get(name) ?? {}
    this.#assets.set(
      name,
      own || ofLibraries ? { ...(own && { own }), ...(ofLibraries && { ofLibraries }) } : undefined,
    )
  }

  /** Files that library blocks of a unit brought before, and those that they bring. */
  async moveFiles(
    before: Readonly<Record<string, PublishedAsset>> = {},
    after: Readonly<Record<string, PublishedAsset>> = {},
  ): Promise<void> {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    const changed = names.filter((name) => before[name]?.hash !== after[name]?.hash)
    const files = await this.#assets.getMany(changed)
    for (const name of changed) {
      const { own, ofLibraries = [] } = files.get(name) ?? {}
      const counted = new Map(ofLibraries.map((file) => [file.hash, file]))
      const count = (asset: PublishedAsset | undefined, by: number) => {
        if (!asset) return
        const units = (counted.get(asset.hash)?.units ?? 0) + by
        if (units > 0) counted.set(asset.hash, { ...asset, units })
        else counted.delete(asset.hash)
      }
      count(before[name], -1)
      count(after[name], 1)
      const left = [...counted.values()].sort((one, other) => (one.hash < other.hash ? -1 : 1))
      this.#assets.set(
        name,
        own || left.length > 0
          ? { ...(own && { own }), ...(left.length > 0 && { ofLibraries: left }) }
          : undefined,
      )
    }
  }

  /**
   * What of a unit draws together with others, before and after.
   * @returns the groups that are other ones with that
   */
  async moveGroups(
    unit: string,
    before: readonly DrawsTogether[] = [],
    after: readonly DrawsTogether[] = [],
  ): Promise<readonly string[]> {
    const [left, entered] = [groupsIn(before), groupsIn(after)]
    const names = [...new Set([...left, ...entered])]
    const units = await this.#groups.getMany(names.filter((name) => left.has(name) !== entered.has(name)))
    for (const name of names) {
      if (left.has(name) === entered.has(name)) continue
      const others = (units.get(name) ?? []).filter((key) => key !== unit)
      const now = entered.has(name) ? [...others, unit].sort() : others
      this.#groups.set(name, now.length > 0 ? now : undefined)
    }
    return names
  }

  /** Keys of the units with banks or references of a group. */
  async unitsOfGroup(name: string): Promise<readonly string[]> {
    return (await this.#groups.getMany([name])).get(name) ?? []
  }

  /** Makes nodes of what changed, where that is much, so that it need not be kept in memory. */
  async settle(): Promise<void> {
    const maps = [
      this.outline,
      this.units,
      this.#blocks,
      this.#ids,
      this.#assets,
      this.#lost,
      this.#following,
      this.#groups,
    ]
    for (const map of maps) if (map.size >= mostChanges) await map.flush()
  }

  /** The roots of the maps with all changes; everything is stored when it resolves. */
  async roots(): Promise<
    Omit<Publication, 'format' | 'context' | 'kind' | 'title' | 'version' | 'madeBy' | 'root' | 'aliases'>
  > {
    const units = await this.units.flush()
    const following = (await this.#following.flush()).root
    const groups = (await this.#groups.flush()).root
    return {
      outline: (await this.outline.flush()).root,
      units: units.root,
      unitCount: await units.count(),
      blocks: (await this.#blocks.flush()).root,
      ids: (await this.#ids.flush()).root,
      assets: (await this.#assets.flush()).root,
      lost: (await this.#lost.flush()).root,
      ...(following !== '' && { following }),
      ...(groups !== '' && { groups }),
    }
  }

  /** Keys of the units in which a reference leads nowhere. */
  async lost(): Promise<string[]> {
    const keys: string[] = []
    for await (const [key] of (await this.#lost.flush()).entries()) keys.push(key)
    return keys
  }
}

function groupsIn(draws: readonly DrawsTogether[]): ReadonlySet<string> {
  return new Set(draws.flatMap(({ group }) => group ?? []))
}

function idOf(usage: string): string {
  return parseUsageKey(usage).blockId
}
