import type { ChoiceMembers, Json } from '../../runtime/index.js'
import { DrawOrder } from './draw-order.js'
import { storedDraw, storedKeys, type StoredDraw } from './stored-draw.js'

/** What a bank draws by. */
export interface BankDrawRequest {
  /** The pool. */
  readonly members: ChoiceMembers
  /** How many to show; below zero means all. */
  readonly count: number
  /** What was stored before: usage keys, or the incumbent's pairs of type and id. */
  readonly stored: Json | undefined
  /** The same text for the same learner at the same bank. */
  readonly seed: string
}

/** A member as it is drawn. */
export interface Drawn {
  readonly place: number
  /** Who has less is drawn first: its {@link DrawOrder}, beyond all others where it was shown last time. */
  readonly turn: number
}

/** More than any number of a {@link DrawOrder}. */
const beyondAll = 2 ** 32

/**
 * One bank of one learner: what is kept of what was stored, and in which order members are drawn where some are missing. Each
 * member has a place in the learner's own order of the pool (docs/decisions/0006-selection.md, 0074).
 */
export class BankDraw {
  readonly members: ChoiceMembers
  readonly before: StoredDraw
  /** How many are to be shown, and how many of them are missing. */
  readonly limit: number
  readonly missing: number
  /** Stored keys that are no members any more. */
  readonly invalid: readonly string[]
  /** Stored members that are shown on, in the order in which they were stored. */
  readonly kept: readonly Drawn[]
  /** Stored members that are too many: the last in the learner's order. */
  readonly overlimit: readonly string[]
  readonly #order: DrawOrder
  readonly #last: ReadonlySet<number>

  constructor({ members, count, stored, seed }: BankDrawRequest) {
    this.members = members
    this.before = storedDraw(stored)
    this.limit = count < 0 ? members.size : Math.min(count, members.size)
    const { draw, keys, last } = this.before
    this.#order = new DrawOrder(draw === 0 ? seed : `${seed}|${draw}`)
    this.#last = new Set(last.map((key) => members.placeOf(key)).filter((place) => place >= 0))
    const invalid: string[] = []
    const valid: Drawn[] = []
    for (const key of storedKeys(keys, members)) {
      const place = members.placeOf(key)
      if (place < 0) invalid.push(key)
      else valid.push({ place, turn: this.turnOf(place) })
    }
    this.invalid = invalid
    const first = new Set(valid.toSorted(this.byTurn).slice(0, this.limit))
    this.kept = valid.filter((one) => first.has(one))
    this.overlimit = valid.flatMap((one) => (first.has(one) ? [] : (members.keyAt(one.place) ?? [])))
    this.missing = this.limit - this.kept.length
  }

  turnOf(place: number): number {
    return this.orderOf(place) + (this.#last.has(place) ? beyondAll : 0)
  }

  /** 32 bits, whatever was shown last time. */
  orderOf(place: number): number {
    return this.#order.of(this.members.ranks[place] ?? 0)
  }

  wasShownLast(place: number): boolean {
    return this.#last.has(place)
  }

  /** The first members to be drawn besides those that are kept. One look at each member of the pool. */
  first(count: number): Drawn[] {
    const { size, ranks } = this.members
    const order = this.#order
    const [last, without] = [this.#last, new Set(this.kept.map(({ place }) => place))]
    const first: Drawn[] = []
    let latest = Infinity
    let room = 2 * count + 16
    for (let place = 0; place < size; place++) {
      let turn = order.of(ranks[place] ?? 0)
      // While few are drawn, nearly all members are behind the last of them, and that is all there is to do.
      if (turn > latest || without.has(place)) continue
      if (last.has(place)) turn += beyondAll
      first.push({ place, turn })
      if (first.length < room) continue
      first.sort((one, other) => one.turn - other.turn)
      latest = first[count - 1]?.turn ?? Infinity
      while ((first.at(-1)?.turn ?? latest) > latest) first.pop()
      room = Math.max(2 * count + 16, 2 * first.length)
    }
    return first.sort(this.byTurn).slice(0, count)
  }

  /** All members besides those that are kept, in the order in which they are drawn, worked out as far as it is asked for. */
  *inTurn(): Iterable<Drawn> {
    let given = 0
    for (let count = this.missing + 8; ; count *= 4) {
      const first = this.first(count)
      yield* first.slice(given)
      given = first.length
      if (given < count) return
    }
  }

  /** Two members may have one rank, so their keys decide last. */
  readonly byTurn = (one: Drawn, other: Drawn): number =>
    one.turn - other.turn ||
    ((this.members.keyAt(one.place) ?? '') < (this.members.keyAt(other.place) ?? '') ? -1 : 1)

  /** The kept ones in their order, each newcomer before the first kept one that comes later in the learner's order. */
  shown(added: readonly Drawn[]): readonly Drawn[] {
    if (added.length === 0) return this.kept
    const whole = [...this.kept]
    for (const one of added.toSorted(this.byTurn)) {
      const place = whole.findIndex((other) => this.byTurn(one, other) < 0)
      whole.splice(place < 0 ? whole.length : place, 0, one)
    }
    return whole
  }
}
