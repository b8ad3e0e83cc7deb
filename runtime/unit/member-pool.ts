import { createHash } from 'node:crypto'
import { canonicalJson, type JsonObject } from '../values/json.js'
import type { BlockOrigin } from './block-origin.js'

/** A library block that a bank may draw. */
export interface PoolLine {
  /** Library key, as text, without version. */
  readonly library: string
  /** Hash of the library version. */
  readonly version: string
  /** Usage key in the library, as text. */
  readonly block: string
  readonly type: string
  /** Content hash of the block with all that is in it, under which it is stored. */
  readonly record: string
  /** Content hash of its summary. */
  readonly summary: string
  readonly title: string
  /** What the author says of its fields in the bank, by OLX name; it wins over the library's values. */
  readonly overrides?: JsonObject
  /** Usage keys in the library of the blocks in it, parents before their children; left out where there are none. */
  readonly inside?: readonly string[]
}

/**
 * What a bank draws from, as it is stored: many members in few long texts, which are read in about a millisecond
 * where an object for each member would take tens. It is the same for every unit that draws from the same.
 */
export interface PackedPool {
  readonly size: number
  /** Libraries, each with the place of the first member that is of it and not of the one before. */
  readonly libraries: readonly { readonly library: string; readonly version: string; readonly from: number }[]
  /** One line a member. */
  readonly blocks: string
  readonly types: string
  readonly titles: string
  /** Hexadecimal hashes with a space between them, so that whoever looks for hashes in any text finds them. */
  readonly records: string
  readonly summaries: string
  /** {@link rankOf} of each member, 4 bytes each, the highest first, as base64. */
  readonly ranks: string
  /** What the author says of the fields of all members; by their places, of those of which something else is said. */
  readonly overrides: { readonly all: JsonObject; readonly single: { readonly [place: string]: JsonObject } }
  /** By a member's place, what is in it; only of members that have anything in them. */
  readonly inside: { readonly [place: string]: readonly string[] }
}

/** A number of 32 bits that follows from a key alone. Draws mix it with what is the learner's own. */
export function rankOf(key: string): number {
  return createHash('sha256').update(key).digest().readUInt32BE(0)
}

/** Packs members in their order; of two that are the same block, the first. */
export function packedPool(lines: Iterable<PoolLine>): PackedPool {
  const byBlock = new Map<string, PoolLine>()
  for (const line of lines) if (!byBlock.has(line.block)) byBlock.set(line.block, line)
  const members = [...byBlock.values()]
  const ranks = Buffer.alloc(4 * members.length)
  const libraries: { library: string; version: string; from: number }[] = []
  const inside: Record<string, readonly string[]> = {}
  const all = members[0]?.overrides ?? {}
  const usual = canonicalJson(all)
  const single: Record<string, JsonObject> = {}
  for (const [place, member] of members.entries()) {
    const { library, version, block } = member
    ranks.writeUInt32BE(rankOf(block), 4 * place)
    const before = libraries.at(-1)
    if (before?.library !== library || before.version !== version) {
      libraries.push({ library, version, from: place })
    }
    const { overrides = {} } = member
    if (overrides !== all && canonicalJson(overrides) !== usual) single[place] = overrides
    if (member.inside && member.inside.length > 0) inside[place] = member.inside
  }
  const lined = (text: (member: PoolLine) => string) => members.map(text).join('\n')
  return {
    size: members.length,
    libraries,
    blocks: lined(({ block }) => block),
    types: lined(({ type }) => type),
    titles: lined(({ title }) => title.replace(/\s+/g, ' ')),
    records: members.map(({ record }) => record).join(' '),
    summaries: members.map(({ summary }) => summary).join(' '),
    ranks: ranks.toString('base64'),
    overrides: { all, single },
    inside,
  }
}

/** Characters of a content hash, and of it with the space after it. */
const [hashLength, hashStep] = [64, 65]

/** A pool as it is read: members by their place, texts taken apart when one is first asked for. */
export class MemberPool {
  readonly size: number
  /** {@link rankOf} of each member. */
  readonly ranks: Uint32Array
  #blocks: readonly string[] | undefined
  #types: readonly string[] | undefined
  #titles: readonly string[] | undefined
  #places: ReadonlyMap<string, number> | undefined
  #containers: ReadonlyMap<string, number> | undefined

  constructor(private readonly packed: PackedPool) {
    this.size = packed.size
    const bytes = Buffer.from(packed.ranks, 'base64')
    this.ranks = Uint32Array.from({ length: packed.size }, (_, place) => bytes.readUInt32BE(4 * place))
  }

  /** Usage key in the library. */
  block(place: number): string {
    return (this.#blocks ??= this.packed.blocks.split('\n'))[place] ?? ''
  }

  type(place: number): string {
    return (this.#types ??= this.packed.types.split('\n'))[place] ?? ''
  }

  title(place: number): string {
    return (this.#titles ??= this.packed.titles.split('\n'))[place] ?? ''
  }

  /** Content hash of the member's record. */
  record(place: number): string {
    return this.packed.records.slice(hashStep * place, hashStep * place + hashLength)
  }

  /** Content hash of the member's summary. */
  summary(place: number): string {
    return this.packed.summaries.slice(hashStep * place, hashStep * place + hashLength)
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

  /** Usage keys in the library of all that is in a member. */
  inside(place: number): readonly string[] {
    return this.packed.inside[place] ?? []
  }

  /** The place of a member; -1 for a block that is none. */
  placeOf(block: string): number {
    this.#places ??= new Map(Array.from({ length: this.size }, (_, place) => [this.block(place), place]))
    return this.#places.get(block) ?? -1
  }

  /** The place of the member that a block is, or is in; -1 for none. */
  placeHolding(block: string): number {
    this.#containers ??= new Map(
      Object.entries(this.packed.inside).flatMap(([place, keys]) =>
        keys.map((key): [string, number] => [key, Number(place)]),
      ),
    )
    const own = this.placeOf(block)
    return own >= 0 ? own : (this.#containers.get(block) ?? -1)
  }
}
