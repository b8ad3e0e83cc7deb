import type { Companions } from '../runtime/block/index.js'
import { CourseFileNames } from '../runtime/html/index.js'
import { ContextualKey, PathwayBlockKey, type UsageKey } from '../runtime/keys/index.js'
import type {
  ComposedUnit,
  OutlineLine,
  OutlineNode,
  Publication,
  PublishedAsset,
  PublishedFile,
  UnitEntry,
} from '../runtime/unit/index.js'
import { lastUsed } from '../runtime/values/last-used.js'
import type { TreeMap, Trees } from '../store/tree/index.js'
import { BlockAliases } from './block-aliases.js'
import { nodeOf, PlacedUnits, type PlacedUnit } from './placed-units.js'

/** What banks of a unit draw together with. */
export interface UnitCompanions {
  readonly byBank: ReadonlyMap<string, Companions>
  /** Another one where any of those is another one. */
  readonly name: string
}

/** Places of blocks and lines that are kept of one publication. */
const most = { blocks: 20_000, lines: 5000 }

/** The published version of one learning context: small, its units, blocks and files are read as they are asked for. */
export class PublishedContext {
  readonly #outline: TreeMap<OutlineLine>
  readonly #entries: TreeMap<UnitEntry>
  readonly #units: PlacedUnits
  readonly #blocks: TreeMap<string>
  readonly #ids: TreeMap<readonly string[]>
  readonly #assets: TreeMap<PublishedFile>
  readonly #groups: TreeMap<readonly string[]>
  readonly #lines = lastUsed<OutlineLine>(most.lines)
  readonly #unitOf = lastUsed<string>(most.blocks)
  #former: BlockAliases | undefined
  readonly #placed = new WeakMap<ComposedUnit, ComposedUnit>()
  #whole: Promise<OutlineNode> | undefined
  #fileNames: Promise<CourseFileNames> | undefined

  private constructor(
    readonly publication: Publication,
    readonly hash: string,
    /** The line of the course or library itself. */
    readonly root: OutlineLine,
    trees: Trees,
    now: () => number,
  ) {
    this.#outline = trees.open(publication.outline)
    this.#entries = trees.open(publication.units)
    this.#blocks = trees.open(publication.blocks)
    this.#ids = trees.open(publication.ids)
    this.#assets = trees.open(publication.assets)
    this.#groups = trees.open(publication.groups ?? '')
    this.#units = new PlacedUnits(this, now)
  }

  /** @param hash content hash of the publication */
  static async open(
    publication: Publication,
    hash: string,
    trees: Trees,
    now: () => number = Date.now,
  ): Promise<PublishedContext> {
    const { root: key, kind: type, title, outline } = publication
    const root = await trees.open<OutlineLine>(outline).get(key)
    return new PublishedContext(publication, hash, root ?? { key, type, title, children: [] }, trees, now)
  }

  /** Lines of the outline by their keys, those that are there, in an order that means nothing. */
  async lines(keys: Iterable<string>): Promise<ReadonlyMap<string, OutlineLine>> {
    const found = new Map<string, OutlineLine>()
    const missing: string[] = []
    for (const key of keys) {
      const line = this.#lines.get(key)
      if (line) found.set(key, line)
      else missing.push(key)
    }
    if (missing.length === 0) return found
    for (const [key, line] of await this.#outline.getMany(missing)) {
      this.#lines.set(key, line)
      found.set(key, line)
    }
    return found
  }

  async line(key: string): Promise<OutlineLine | undefined> {
    return this.#lines.get(key) ?? (await this.lines([key])).get(key)
  }

  /** The lines from the course down to one of them; empty where there is none of that key. */
  async path(key: string): Promise<readonly OutlineLine[]> {
    const path: OutlineLine[] = []
    for (let at: string | undefined = key; at !== undefined;) {
      const line: OutlineLine | undefined = at === this.root.key ? this.root : await this.line(at)
      if (!line) return []
      path.unshift(line)
      at = line.parent
    }
    return path
  }

  /** A unit, if it is known at once; undefined says nothing. */
  known(unitKey: string): PlacedUnit | undefined {
    return this.#units.known(unitKey)
  }

  /** A unit, or undefined where none of this version has that key. */
  async unit(unitKey: string): Promise<PlacedUnit | undefined> {
    return this.known(unitKey) ?? (await this.units([unitKey])).get(unitKey)
  }

  /** Units by their keys, those that are there. */
  units(keys: Iterable<string>): Promise<ReadonlyMap<string, PlacedUnit>> {
    return this.#units.read(keys)
  }

  /** What is published of units, by their keys, wherever they stand. */
  entries(keys: Iterable<string>): Promise<ReadonlyMap<string, UnitEntry>> {
    return this.#entries.getMany(keys)
  }

  /** The key of the unit a block stands in, if it is known at once; undefined says nothing. */
  knownUnitOf(usage: UsageKey): string | undefined {
    for (const key of ownBlocks(usage)) {
      const known = this.#unitOf.get(key)
      if (known !== undefined) return known
    }
    return undefined
  }

  /** The key of the unit a block stands in, or undefined when no unit of this version has it. */
  async unitOf(usage: UsageKey): Promise<string | undefined> {
    for (const key of ownBlocks(usage)) {
      const unit = this.#unitOf.get(key) ?? (await this.#blocks.get(key))
      if (unit === undefined) continue
      this.#unitOf.set(key, unit)
      return unit
    }
    return undefined
  }

  /** The key that a block has, of one that it had before it was renamed; the key itself of all others. */
  newestKey(usage: string): string {
    return this.former?.newest(usage) ?? usage
  }

  /** The key of the block of an id, as links between units name it. */
  async blockOfId(blockId: string): Promise<string | undefined> {
    return (await this.#ids.get(blockId))?.[0]
  }

  /** A static file by exactly this name. */
  async asset(name: string): Promise<PublishedAsset | undefined> {
    const { own, ofLibraries } = (await this.#assets.get(name)) ?? {}
    return own ?? ofLibraries?.[0]
  }

  /** The name of a static file as it is kept, of one that is written otherwise; reads all names when it is first asked. */
  async assetName(written: string): Promise<string | undefined> {
    return (await (this.#fileNames ??= this.#readFileNames())).find(written)
  }

  /** The outline as a whole, which costs what it is long; it is kept. */
  outline(): Promise<OutlineNode> {
    this.#whole ??= this.#readOutline().catch((thrown: unknown) => {
      this.#whole = undefined
      throw thrown
    })
    return this.#whole
  }

  /** A unit where it stands in this version: for the same unit, the same. */
  placed<U extends ComposedUnit>(unit: U, { place }: PlacedUnit, companions?: UnitCompanions): U {
    const known = this.knownPlaced(unit)
    if (known) return known
    const { former } = this
    const placed = {
      ...unit,
      // What is shown of it may be another thing where others draw otherwise.
      place: companions ? { ...place, name: `${place.name} ${companions.name}` } : place,
      ...(former && { former }),
      ...(companions && { companions: companions.byBank }),
    }
    this.#placed.set(unit, placed)
    return placed
  }

  /** What {@link placed} gave of a unit. */
  knownPlaced<U extends ComposedUnit>(unit: U): U | undefined {
    return this.#placed.get(unit) as U | undefined
  }

  /** Keys of the units with banks or references of a reference group, in course order. */
  async unitsOfGroup(name: string): Promise<readonly string[]> {
    const keys = (await this.#groups.get(name)) ?? []
    const placed = await Promise.all(keys.map(async (key) => ({ key, at: await this.#orderOf(key) })))
    return placed.sort((one, other) => byOrder(one.at, other.at)).map(({ key }) => key)
  }

  /** Where a line stands among those beside it, from the course down. */
  async #orderOf(key: string): Promise<readonly number[]> {
    const path = await this.path(key)
    return path.slice(1).map((line, level) => path[level]?.children.indexOf(line.key) ?? 0)
  }

  /** The keys that renamed blocks had; undefined where none was renamed. */
  get former(): BlockAliases | undefined {
    const { aliases } = this.publication
    return aliases && (this.#former ??= new BlockAliases(aliases))
  }

  async #readFileNames(): Promise<CourseFileNames> {
    const names: string[] = []
    for await (const [name] of this.#assets.entries()) names.push(name)
    return new CourseFileNames(names)
  }

  async #readOutline(): Promise<OutlineNode> {
    const lines = new Map<string, OutlineLine>()
    for await (const [key, line] of this.#outline.entries()) lines.set(key, line)
    const node = (line: OutlineLine): OutlineNode => {
      const children = line.children.flatMap((key) => lines.get(key) ?? [])
      return { ...nodeOf(line), children: children.map(node) }
    }
    return node(this.root)
  }
}

function byOrder(one: readonly number[], other: readonly number[]): number {
  const level = one.findIndex((place, at) => place !== other[at])
  return level < 0 ? 0 : (one[level] ?? 0) - (other[level] ?? 0)
}

/** The block itself, or the one that refers to it; what a pathway shows may be either. */
function ownBlocks(usage: UsageKey): readonly string[] {
  const placed = usage instanceof ContextualKey ? usage.usage : usage
  if (placed instanceof ContextualKey) return ownBlocks(placed)
  const own = placed.withoutBranchOrVersion().toString()
  return placed instanceof PathwayBlockKey && !placed.isItem ? [own, placed.item.toString()] : [own]
}
