import type { JsonObject } from '../values/json.js'
import type { BlockOrigin } from './block-origin.js'
import type { InnerOverrides } from './inner-overrides.js'
import { membersInPart, rankOf, type PackedPool, type PoolPart } from './packed-pool.js'

/** What is stored of a member besides its key. */
export interface PoolMember {
  /** Content hash of the member's record. */
  readonly record: string
  /** Content hash of the member's summary. */
  readonly summary: string
  readonly title: string
}

/** Characters of a content hash with the space after it. */
const hashStep = 65

/** A pool as it is read: members by their place. */
export class MemberPool {
  readonly size: number
  /** {@link rankOf} of each member. */
  readonly ranks: Uint32Array
  readonly #ends: Uint32Array
  #containers: ReadonlyMap<string, number> | undefined

  /** @param parts those that are at hand, by content hash */
  constructor(
    private readonly packed: PackedPool,
    readonly parts?: ReadonlyMap<string, PoolPart>,
  ) {
    this.size = packed.size
    this.ranks = numbersOf(packed.ranks)
    this.#ends = numbersOf(packed.ends)
  }

  /** Usage key in the library; '' beyond the last. */
  block(place: number): string {
    return this.packed.blocks.slice(this.#ends[place - 1] ?? 0, this.#ends[place] ?? 0)
  }

  /** The content hash of the part that a member stands in. */
  partOf(place: number): string {
    const start = hashStep * Math.floor(place / membersInPart)
    return this.packed.parts.slice(start, start + hashStep - 1)
  }

  origin(place: number): BlockOrigin {
    const block = this.block(place)
    const source = this.packed.libraries.findLast(({ from }) => from <= place)
    return { library: source?.library ?? '', version: source?.version ?? '', block }
  }

  /** What the author says of a member's fields, by OLX name. */
  overrides(place: number): JsonObject {
    const { all, single } = this.packed.overrides
    return single[place] ?? all
  }

  /** What the author says of blocks in a member; undefined for nothing. */
  inner(place: number): InnerOverrides | undefined {
    return this.packed.inner?.[place]
  }

  /** Usage keys in the library of all that is in a member. */
  inside(place: number): readonly string[] {
    return this.packed.inside[place] ?? []
  }

  /** The place of a member; -1 for a block that is none. */
  placeOf(block: string): number {
    const rank = rankOf(block)
    let place = this.ranks.indexOf(rank)
    while (place >= 0 && this.block(place) !== block) place = this.ranks.indexOf(rank, place + 1)
    return place
  }

  /** The place of the member that a block is, or is in; -1 for none. */
  placeHolding(block: string): number {
    const own = this.placeOf(block)
    if (own >= 0) return own
    this.#containers ??= new Map(
      Object.entries(this.packed.inside).flatMap(([place, keys]) =>
        keys.map((key): [string, number] => [key, Number(place)]),
      ),
    )
    return this.#containers.get(block) ?? -1
  }
}

/** What a part says of the member at a place of the pool. */
export function memberIn({ records, summaries, titles }: PoolPart, place: number): PoolMember {
  const index = place % membersInPart
  const [start, end] = [hashStep * index, hashStep * (index + 1) - 1]
  return {
    record: records.slice(start, end),
    summary: summaries.slice(start, end),
    title: titles[index] ?? '',
  }
}

function numbersOf(column: string): Uint32Array {
  const bytes = Buffer.from(column, 'base64')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const numbers = new Uint32Array(bytes.byteLength / 4)
  for (let place = 0; place < numbers.length; place++) numbers[place] = view.getUint32(4 * place)
  return numbers
}
