import { policyAt, type UnitPolicy } from '../runtime/block/index.js'
import type { OutlineLine, OutlineNode, UnitEntry, UnitPlace } from '../runtime/unit/index.js'
import { contentHash, type Json, type JsonObject } from '../runtime/values/index.js'
import { lastUsed } from '../runtime/values/last-used.js'

/** A unit where it stands in a published context. */
export interface PlacedUnit {
  readonly entry: UnitEntry
  readonly title: string
  /** Names what it is composed from: its record, and what stands above it. */
  readonly version: string
  /** Inheritable settings as they stand at its parent, by OLX name. */
  readonly inherited: JsonObject
  /** What policy groups say there now; absent where the course has none. */
  readonly policy?: UnitPolicy
  readonly place: UnitPlace
}

/** Where units stand: what of a publication is looked at. */
export interface Outlined {
  /** Content hash of the publication. */
  readonly hash: string
  entries(keys: Iterable<string>): Promise<ReadonlyMap<string, UnitEntry>>
  lines(keys: Iterable<string>): Promise<ReadonlyMap<string, OutlineLine>>
  /** The lines from the course down to one of them. */
  path(key: string): Promise<readonly OutlineLine[]>
}

/** Units, and lines with what stands there for what is below, that are kept. */
const mostKept = 5000

/** The units of a publication where they stand, those that were asked for last kept. */
export class PlacedUnits {
  readonly #units = lastUsed<PlacedUnit>(mostKept)
  /** By the key of a line, what stands there for what is below. */
  readonly #inherited = lastUsed<{ readonly settings: JsonObject; readonly hash: string }>(mostKept)

  /** @param now the clock by which policy groups change */
  constructor(
    private readonly published: Outlined,
    private readonly now: () => number,
  ) {}

  /** A unit that is kept, while policy groups say there what they said when it was placed. */
  known(unitKey: string): PlacedUnit | undefined {
    const unit = this.#units.get(unitKey)
    const { until } = unit?.place ?? {}
    return until === undefined || until > this.now() ? unit : undefined
  }

  /** Those that are there, by their keys. */
  async read(keys: Iterable<string>): Promise<ReadonlyMap<string, PlacedUnit>> {
    const { published } = this
    const wanted = [...new Set(keys)]
    const missing = wanted.filter((key) => !this.known(key))
    const entries = await published.entries(missing)
    const lines = await published.lines(missing)
    await this.#readAbove(lines)
    const found = new Map<string, PlacedUnit>()
    for (const key of wanted) {
      const known = this.known(key)
      const [entry, line] = [entries.get(key), lines.get(key)]
      const unit = known ?? (entry && line && (await this.#unitAt(entry, line)))
      if (!unit) continue
      this.#units.set(key, unit)
      found.set(key, unit)
    }
    return found
  }

  /** Reads the lines above others, a level at a time. */
  async #readAbove(lines: ReadonlyMap<string, OutlineLine>): Promise<void> {
    for (let level = lines; level.size > 0;) {
      const above = new Set([...level.values()].flatMap(({ parent }) => parent ?? []))
      level = await this.published.lines(above)
    }
  }

  async #unitAt(entry: UnitEntry, line: OutlineLine): Promise<PlacedUnit> {
    const path = await this.published.path(line.key)
    const { settings, hash } = this.#inheritedAt(path.slice(0, -1))
    const nodes = path.map(nodeOf)
    const name = nodes.map(({ staffOnly, release }) => JSON.stringify([staffOnly, release])).join('')
    const held = policyAt(path.slice(0, -1), entry.policies ?? [], this.now())
    const policy = held && { above: held.above, groups: held.groups }
    const until = held && held.until !== Infinity && { until: held.until }
    return {
      entry,
      title: line.title,
      version: `${entry.record}.${policy ? contentHash({ settings, policy: policy as unknown as Json }) : hash}`,
      inherited: settings,
      ...(policy && { policy }),
      place: { path: nodes, name, publication: this.published.hash, ...until },
    }
  }

  #inheritedAt(above: readonly OutlineLine[]): { readonly settings: JsonObject; readonly hash: string } {
    const key = above.at(-1)?.key ?? ''
    const known = this.#inherited.get(key)
    if (known) return known
    const settings: JsonObject = Object.assign({}, ...above.map(({ inherits }) => inherits))
    const made = { settings, hash: contentHash(settings) }
    this.#inherited.set(key, made)
    return made
  }
}

/** A line without what is below it. */
export function nodeOf({
  key,
  type,
  title,
  staffOnly,
  hideFromToc,
  release,
  language,
  isUnit,
}: OutlineLine): OutlineNode {
  return {
    key,
    type,
    title,
    ...(staffOnly && { staffOnly }),
    ...(hideFromToc && { hideFromToc }),
    ...(release && { release }),
    ...(language !== undefined && { language }),
    ...(isUnit && { isUnit }),
    children: [],
  }
}
