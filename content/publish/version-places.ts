import type { VersionBlock, VersionView } from '../version/index.js'
import type { OutlineLines } from './outline-lines.js'

/** Where a block stands in a version. */
export interface VersionPlace {
  /** A line of the outline that is no unit, a unit, a block in a unit, or nowhere that is published. */
  readonly kind: 'line' | 'unit' | 'inner' | 'none'
  readonly block?: VersionBlock
  readonly parent?: string
  /** The unit that it is, or is in. */
  readonly unit?: string
}

const nowhere: VersionPlace = { kind: 'none' }

/** Levels above a block that are looked at; a version has no more. */
const mostLevels = 500

/** Finds where blocks stand, by the blocks above them, each read once. */
export class VersionPlaces {
  readonly #blocks = new Map<string, VersionBlock | undefined>()

  constructor(
    private readonly view: VersionView,
    private readonly lines: OutlineLines,
  ) {}

  async of(keys: Iterable<string>): Promise<ReadonlyMap<string, VersionPlace>> {
    const asked = [...new Set(keys)]
    let open = asked
    for (let level = 0; open.length > 0 && level < mostLevels; level++) {
      await this.load(open)
      const parents = open.flatMap((key) => this.#blocks.get(key)?.parent ?? [])
      open = [...new Set(parents)].filter((key) => !this.#blocks.has(key))
    }
    return new Map(asked.map((key) => [key, this.#place(key)]))
  }

  /** Which of these blocks are in the version. */
  async load(keys: Iterable<string>): Promise<{ has(key: string): boolean }> {
    const fresh = [...new Set(keys)].filter((key) => !this.#blocks.has(key))
    if (fresh.length > 0) {
      const found = await this.view.blocks(fresh)
      for (const key of fresh) {
        const block = found.get(key)
        this.#blocks.set(key, block && this.lines.isDraftOnly(block) ? undefined : block)
      }
    }
    return { has: (key) => this.#blocks.get(key) !== undefined }
  }

  #place(key: string): VersionPlace {
    const block = this.#blocks.get(key)
    if (!block) return nowhere
    const path = this.#pathTo(key)
    if (!path) return nowhere
    const { parent } = block
    const unit = path.find((one) => {
      const above = this.#blocks.get(one)
      return above !== undefined && this.lines.isUnit(one, above)
    })
    const kind = unit === undefined ? 'line' : unit === key ? 'unit' : 'inner'
    return { kind, block, ...(parent !== undefined && { parent }), ...(unit !== undefined && { unit }) }
  }

  /** The keys from the root down to a block; undefined where it hangs on nothing. */
  #pathTo(key: string): string[] | undefined {
    const path = [key]
    for (let one = key; one !== this.view.root;) {
      const parent = this.#blocks.get(one)?.parent
      if (parent === undefined || path.length > mostLevels) return undefined
      path.unshift(parent)
      one = parent
    }
    return path
  }
}
