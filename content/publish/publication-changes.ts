import type { OutlineLine } from '../../runtime/unit/index.js'
import type { VersionView } from '../version/index.js'
import type { OutlineLines } from './outline-lines.js'
import type { PublicationMaps } from './publication-maps.js'
import { VersionPlaces, type VersionPlace } from './version-places.js'

/** What of a publication another version makes anew. */
export interface PublicationChanges {
  /** Lines as they are, undefined for those that go. */
  readonly lines: ReadonlyMap<string, OutlineLine | undefined>
  /** Units to be made. */
  readonly units: ReadonlySet<string>
  /** Units that go. */
  readonly gone: ReadonlySet<string>
}

/** Finds which lines and units of a publication a new version touches, at a cost that follows from the difference. */
export class ChangedPlaces {
  readonly #places: VersionPlaces
  readonly #lines = new Map<string, OutlineLine | undefined>()
  readonly #units = new Set<string>()
  readonly #gone = new Set<string>()

  constructor(
    private readonly before: VersionView,
    private readonly after: VersionView,
    private readonly maps: PublicationMaps,
    private readonly outline: OutlineLines,
  ) {
    this.#places = new VersionPlaces(after, outline)
  }

  async find(): Promise<PublicationChanges> {
    const seen = new Set<string>()
    let open = await this.#changed()
    while (open.size > 0) {
      for (const key of open) seen.add(key)
      const next = new Set<string>()
      const former = await this.maps.outline.getMany(open)
      const formerUnits = await this.maps.unitsOf(open)
      const places = await this.#places.of(open)
      for (const key of open) {
        const place = places.get(key) ?? { kind: 'none' }
        const unit = formerUnits.get(key)
        if (unit !== undefined) this.#units.add(unit)
        for (const other of await this.#take(key, former.get(key), place))
          if (!seen.has(other)) next.add(other)
      }
      open = next
    }
    // What is no unit in the new version is not made, wherever its name came from.
    const places = await this.#places.of(this.#units)
    const units = new Set([...this.#units].filter((key) => places.get(key)?.kind === 'unit'))
    return { lines: this.#lines, units, gone: this.#gone }
  }

  /** The blocks that differ, what holds them, and what came to stand below another. */
  async #changed(): Promise<Set<string>> {
    const changed = new Set<string>()
    if (this.before.title !== this.after.title) changed.add(this.after.root)
    for await (const { usage, before, after } of this.before.changes(this.after)) {
      changed.add(usage)
      // A parent that lists it as before stays as it is: that of a library lists all there are.
      const isListed = before?.parent === after?.parent && before?.type === after?.type
      for (const parent of isListed ? [] : [before?.parent, after?.parent])
        if (parent !== undefined) changed.add(parent)
      for (const child of differing(before?.children, after?.children)) changed.add(child)
    }
    return changed
  }

  /** @returns what has to be looked at besides */
  async #take(key: string, former: OutlineLine | undefined, place: VersionPlace): Promise<readonly string[]> {
    const line = await this.#lineOf(key, former, place)
    if (line || former) this.#lines.set(key, line)
    if (former?.isUnit && !line?.isUnit) this.#gone.add(key)
    if (place.unit !== undefined) this.#units.add(place.unit)
    return differing(former?.children, line?.children)
  }

  async #lineOf(
    key: string,
    former: OutlineLine | undefined,
    { kind, block, parent }: VersionPlace,
  ): Promise<OutlineLine | undefined> {
    if (!block || kind === 'none' || kind === 'inner') return undefined
    const below = await this.#places.load(kind === 'unit' ? [] : block.children)
    return this.outline.line(key, block, parent ?? former?.parent, below)
  }
}

/** What is in one of two lists alone. */
function differing(one: readonly string[] = [], other: readonly string[] = []): string[] {
  const [these, those] = [new Set(one), new Set(other)]
  return [...one.filter((key) => !those.has(key)), ...other.filter((key) => !these.has(key))]
}
