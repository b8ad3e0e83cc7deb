import type { BlockTypes } from '../block/block-types.js'
import type { BlockReference } from '../block/references.js'
import type { PoolLine } from '../unit/packed-pool.js'
import type { LostReference, PublishedBlock, ReferredBlock } from '../unit/published-unit.js'
import type { Json, JsonObject } from '../values/json.js'
import type { PinnedLibrary } from './library-source.js'
import { unfitOverrides, type BroughtBlock } from './unfit-overrides.js'

/** An override that fits nothing of what its reference brings, and one of the libraries that it is said of. */
export interface StrayOverride {
  readonly pin: PinnedLibrary
  readonly message: string
}

/** What is inside the library blocks that references were resolved to, and so which overrides have something to hold for. */
export class BroughtBlocks {
  /** Members with other blocks in them, by their records. */
  readonly #holders = new Map<string, PublishedBlock>()
  readonly #pools = new Map<string, readonly PoolLine[]>()

  constructor(private readonly types: BlockTypes) {}

  /** Notes a library block by its record. */
  add(record: string, block: PublishedBlock): void {
    if (block.children.length > 0 || block.referred || block.pool !== undefined)
      this.#holders.set(record, block)
  }

  /** Notes what a bank draws from, by its hash. */
  addPool(hash: string, lines: readonly PoolLine[]): void {
    this.#pools.set(hash, lines)
  }

  /** Overrides that fit nothing of what references of the course bring. @param all what these stand for */
  *stray(
    references: readonly BlockReference[],
    all: readonly (ReferredBlock | LostReference)[],
  ): Iterable<StrayOverride> {
    const sets = new Map<JsonObject, { pin: PinnedLibrary; single: Record<string, Json> }>()
    for (const { library, version, overrides, overridesByBlock = {} } of references) {
      const set = sets.get(overrides) ?? { pin: { library, version }, single: {} }
      for (const [key, own] of Object.entries(overridesByBlock)) if (own !== undefined) set.single[key] = own
      sets.set(overrides, set)
    }
    let brought: readonly BroughtBlock[] | undefined
    const isWhole = !all.some((one) => 'failure' in one)
    for (const [overrides, { pin, single }] of sets) {
      if (Object.keys(overrides).length + Object.keys(single).length === 0) continue
      brought ??= [...this.of(all)]
      for (const { message } of unfitOverrides({ all: overrides, single }, brought, {
        asEdited: false,
        isWhole,
      }))
        yield { pin, message }
    }
  }

  /** What references bring that stand for these: the library blocks, and all inside them. */
  *of(all: readonly (ReferredBlock | LostReference)[]): Iterable<BroughtBlock> {
    for (const one of all) if ('record' in one) yield* this.#of(one)
  }

  /** A library block, and all inside it. */
  *#of(one: Pick<ReferredBlock, 'block' | 'type' | 'record'>, isInside = false): Iterable<BroughtBlock> {
    yield { key: one.block, type: this.types.get(one.type), isInside }
    const holder = this.#holders.get(one.record)
    if (holder) yield* this.#inside(holder)
  }

  *#inside({ children, referred = [], pool }: PublishedBlock): Iterable<BroughtBlock> {
    for (const child of children) {
      yield { key: child.key, type: this.types.get(child.type), isInside: true }
      yield* this.#inside(child)
    }
    for (const one of [...referred, ...(this.#pools.get(pool ?? '') ?? [])])
      if ('record' in one) yield* this.#of(one, true)
  }
}
