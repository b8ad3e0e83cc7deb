import { createHash } from 'node:crypto'
import { contentHash } from '../values/content-hash.js'
import { canonicalJson, type Json, type JsonObject } from '../values/json.js'
import type { InnerOverrides } from './inner-overrides.js'

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
  /** What the author says of blocks in it; left out where nothing is said. */
  readonly inner?: InnerOverrides
}

/**
 * What a draw reads of a bank's pool, as it is stored: columns of numbers, and one long text of keys that is not taken apart.
 * What is only asked for of members that were drawn stands in {@link PoolPart}s. It is the same for every unit that draws from
 * the same. Numbers take 4 bytes each, the highest first, as base64.
 */
export interface PackedPool {
  readonly size: number
  /** Libraries, each with the place of the first member that is of it and not of the one before. */
  readonly libraries: readonly { readonly library: string; readonly version: string; readonly from: number }[]
  /** Usage keys in the libraries, one right after the other. */
  readonly blocks: string
  /** Where the key of each member ends in `blocks`. */
  readonly ends: string
  /** {@link rankOf} of each member. */
  readonly ranks: string
  /** What the author says of the fields of all members; by their places, of those of which something else is said. */
  readonly overrides: { readonly all: JsonObject; readonly single: { readonly [place: string]: JsonObject } }
  /** By a member's place, what is in it; only of members that have anything in them. */
  readonly inside: { readonly [place: string]: readonly string[] }
  /** By a member's place, what the author says of blocks in it; absent where nothing is said of any. */
  readonly inner?: { readonly [place: string]: InnerOverrides }
  /** Content hashes of the parts, with a space between them, so that whoever looks for hashes in any text finds them. */
  readonly parts: string
}

/** What is asked for of members one by one, of {@link membersInPart} members, in their order. */
export interface PoolPart {
  /** Hexadecimal hashes with a space between them. */
  readonly records: string
  readonly summaries: string
  readonly titles: readonly string[]
}

/** A pool that was made, with all that is to be stored of it. */
export interface MadePool {
  readonly pool: PackedPool
  /** By content hash. */
  readonly parts: ReadonlyMap<string, PoolPart>
  /** The members, each once. */
  readonly lines: readonly PoolLine[]
}

/** Members of one part. */
export const membersInPart = 64

/** A number of 32 bits that follows from a key alone. Draws mix it with what is the learner's own. */
export function rankOf(key: string): number {
  return createHash('sha256').update(key).digest().readUInt32BE(0)
}

/** Packs members in their order; of two that are the same block, the first. */
export function packedPool(given: Iterable<PoolLine>): MadePool {
  const byBlock = new Map<string, PoolLine>()
  for (const line of given) if (!byBlock.has(line.block)) byBlock.set(line.block, line)
  const lines = [...byBlock.values()]
  const libraries: { library: string; version: string; from: number }[] = []
  const inside: Record<string, readonly string[]> = {}
  const said: Record<string, InnerOverrides> = {}
  const all = lines[0]?.overrides ?? {}
  const usual = canonicalJson(all)
  const single: Record<string, JsonObject> = {}
  const ends: number[] = []
  for (const [place, line] of lines.entries()) {
    const { library, version, block, overrides = {}, inside: within = [], inner } = line
    ends.push((ends.at(-1) ?? 0) + block.length)
    const before = libraries.at(-1)
    if (before?.library !== library || before.version !== version)
      libraries.push({ library, version, from: place })
    if (overrides !== all && canonicalJson(overrides) !== usual) single[place] = overrides
    if (within.length > 0) inside[place] = within
    if (inner) said[place] = inner
  }
  const parts = new Map<string, PoolPart>()
  const hashes: string[] = []
  for (let place = 0; place < lines.length; place += membersInPart) {
    const part = partOf(lines.slice(place, place + membersInPart))
    const hash = contentHash(part as unknown as Json)
    parts.set(hash, part)
    hashes.push(hash)
  }
  const pool: PackedPool = {
    size: lines.length,
    libraries,
    blocks: lines.map(({ block }) => block).join(''),
    ends: column(ends),
    ranks: column(lines.map(({ block }) => rankOf(block))),
    overrides: { all, single },
    inside,
    ...(Object.keys(said).length > 0 && { inner: said }),
    parts: hashes.join(' '),
  }
  return { pool, parts, lines }
}

function partOf(lines: readonly PoolLine[]): PoolPart {
  return {
    records: lines.map(({ record }) => record).join(' '),
    summaries: lines.map(({ summary }) => summary).join(' '),
    titles: lines.map(({ title }) => title),
  }
}

function column(numbers: readonly number[]): string {
  const bytes = Buffer.alloc(4 * numbers.length)
  for (const [place, number] of numbers.entries()) bytes.writeUInt32BE(number, 4 * place)
  return bytes.toString('base64')
}
