import type { ChoiceMembers } from '../runtime/block/index.js'
import { ContextualKey, parseUsageKey, type UsageKey } from '../runtime/keys/index.js'
import {
  originalBlock,
  rankOf,
  type BlockOrigin,
  type ComposedBlock,
  type InnerOverrides,
  type MemberPool,
  type PoolMember,
} from '../runtime/unit/index.js'
import type { JsonObject } from '../runtime/values/index.js'
import { contextualKey } from './referral.js'

/** Reads what is stored of members. */
export interface PoolMembers {
  poolMember(pool: MemberPool, place: number): Promise<PoolMember>
}

/** What a bank draws from, where it stands in a unit: its own children, and then library blocks under contextual keys. */
export class BankPool implements ChoiceMembers {
  readonly size: number
  readonly #own: ReadonlyMap<string, number>
  #ofCopies: ReadonlyMap<string, number> | undefined
  readonly #usage: UsageKey
  #ranks: Uint32Array | undefined
  readonly #keys: string[] = []
  #all: readonly string[] | undefined

  /** @param pool the library blocks; undefined where the bank has none */
  constructor(
    readonly bank: ComposedBlock,
    readonly pool: MemberPool | undefined,
  ) {
    this.#own = new Map(bank.children.map(({ key }, place) => [key, place]))
    this.size = bank.children.length + (pool?.size ?? 0)
    this.#usage = parseUsageKey(bank.key).withoutBranchOrVersion()
  }

  get shared(): object | undefined {
    return this.bank.children.length === 0 ? this.pool : undefined
  }

  get ranks(): Uint32Array {
    if (this.#ranks) return this.#ranks
    const { children } = this.bank
    if (children.length === 0 && this.pool) return (this.#ranks = this.pool.ranks)
    const ranks = new Uint32Array(this.size)
    // Of a library block the key there, wherever it stands, so that a draft draws as what is published of it.
    ranks.set(children.map(({ key, origin }) => rankOf(origin?.block ?? key)))
    if (this.pool) ranks.set(this.pool.ranks, children.length)
    return (this.#ranks = ranks)
  }

  /** All keys, in order; for who cannot do without. */
  get keys(): readonly string[] {
    return (this.#all ??= Array.from({ length: this.size }, (_, place) => this.keyAt(place) ?? ''))
  }

  keyAt(place: number): string | undefined {
    const { children } = this.bank
    const child = children[place]
    if (child || place >= this.size || place < 0) return child?.key
    return (this.#keys[place] ??= this.#contextual(this.pool?.block(place - children.length) ?? ''))
  }

  placeOf(key: string): number {
    const own = this.#own.get(key)
    if (own !== undefined) return own
    const place = this.pool?.placeOf(this.#blockOf(key) ?? '') ?? -1
    return place < 0 ? -1 : place + this.bank.children.length
  }

  componentAt(place: number): string {
    const { children } = this.bank
    const child = children[place]
    return child ? componentOf(child) : (this.pool?.block(place - children.length) ?? '')
  }

  placeOfComponent(component: string): number {
    const { children } = this.bank
    this.#ofCopies ??= new Map(children.map((child, place) => [componentOf(child), place] as const).reverse())
    const copy = this.#ofCopies.get(component)
    if (copy !== undefined) return copy
    const place = this.pool?.placeOf(component) ?? -1
    return place < 0 ? -1 : place + children.length
  }

  /** The key of the member that a block is, or is in; undefined for what is none of the library blocks. */
  memberHolding(key: string): string | undefined {
    const place = this.pool?.placeHolding(this.#blockOf(key) ?? '') ?? -1
    return place < 0 ? undefined : this.keyAt(place + this.bank.children.length)
  }

  /** Where a library block among the members came from. */
  originOf(key: string): BlockOrigin | undefined {
    const place = this.#inPool(key)
    return place < 0 ? undefined : this.pool?.origin(place)
  }

  /** What is in a library block among the members, parents before their children: usage keys there, and here. */
  inside(key: string): readonly { readonly key: string; readonly block: string }[] {
    const place = this.#inPool(key)
    if (place < 0) return []
    return (this.pool?.inside(place) ?? []).map((block) => ({ key: this.#contextual(block), block }))
  }

  /** The library blocks: key and type of each. */
  *listed(): Iterable<{ readonly key: string; readonly type: string }> {
    for (let place = 0; place < (this.pool?.size ?? 0); place++) {
      const key = this.keyAt(place + this.bank.children.length) ?? ''
      yield { key, type: parseUsageKey(this.pool?.block(place) ?? '').blockType }
    }
  }

  /** What the author says of the fields of a library block among the members. */
  overridesOf(key: string): JsonObject | undefined {
    const place = this.#inPool(key)
    return place < 0 ? undefined : this.pool?.overrides(place)
  }

  /** What the author says of the blocks in a library block among the members; undefined for nothing. */
  innerOf(key: string): InnerOverrides | undefined {
    const place = this.#inPool(key)
    return place < 0 ? undefined : this.pool?.inner(place)
  }

  /** What is stored of a library block among the members; undefined for any other. @throws as the store does */
  async memberOf(key: string, store: PoolMembers): Promise<PoolMember | undefined> {
    const place = this.#inPool(key)
    return place < 0 || !this.pool ? undefined : store.poolMember(this.pool, place)
  }

  #inPool(key: string): number {
    return this.placeOf(key) - this.bank.children.length
  }

  #contextual(block: string): string {
    return contextualKey(this.#usage, block).toString()
  }

  /** The library's key of a block under a contextual key of this bank. */
  #blockOf(key: string): string | undefined {
    if (!key.startsWith('cb:')) return undefined
    try {
      const parsed = parseUsageKey(key)
      const isHere = parsed instanceof ContextualKey && parsed.usage.toString() === this.#usage.toString()
      return isHere ? parsed.definition.toString() : undefined
    } catch {
      // What was stored of a learner may be anything.
      return undefined
    }
  }
}

/** The library block that a child is one use of; the child itself where it is of none. */
function componentOf(child: ComposedBlock): string {
  return originalBlock(child)?.block ?? child.key
}
