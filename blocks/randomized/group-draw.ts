import { ComponentMatching, type ChoiceMembers, type DrawnBank } from '../../runtime/index.js'
import { BankDraw, type Drawn } from './bank-draw.js'

/** The components of a group as numbers. */
interface Numbered {
  readonly members: readonly ChoiceMembers[]
  /** By bank, the component of each member. */
  readonly lists: readonly Int32Array[]
  readonly size: number
}

/** By the members of a group's first bank. */
const numbered = new WeakMap<ChoiceMembers, Numbered>()
const draws = new WeakMap<readonly DrawnBank[], GroupDraw>()

/** The draw of a group, made once for the same list of banks. */
export function groupDraw(banks: readonly DrawnBank[]): GroupDraw {
  let draw = draws.get(banks)
  if (!draw) draws.set(banks, (draw = new GroupDraw(banks)))
  return draw
}

/**
 * What all banks of a reference group show one learner: a pure function of seeds, pools, counts and what is stored of each.
 * Of all ways to fill the banks up in which what was stored stays, those come first in which the fewest components are shown
 * twice; of those, the one in which the first bank shows members that come first in the learner's order; then the second,
 * and so on. There is exactly one, and it stays the same when any part of it is stored, so units may be visited in any order
 * (docs/decisions/0111-reference-groups.md).
 */
class GroupDraw {
  readonly #draws = new Map<number, BankDraw>()
  /** What banks are filled up with, in their order, as far as it was asked for. */
  readonly #added: (readonly Drawn[])[] = []
  readonly #missing: readonly number[]
  /** Whether a bank has more components than all show together, so that it never falls short. */
  readonly #isAmple: readonly boolean[]
  readonly #fill: (bank: number) => readonly Drawn[]

  constructor(readonly banks: readonly DrawnBank[]) {
    this.#missing = banks.map((_, bank) => this.bank(bank)?.missing ?? 0)
    const shown = new Set<string>(banks.flatMap((_, bank) => [...this.#keptOf(bank)]))
    const slots = shown.size + this.#missing.reduce((sum, missing) => sum + missing, 0)
    this.#isAmple = banks.map(
      ({ members }, bank) => this.#missing[bank] === 0 || components(members, slots) >= slots,
    )
    this.#fill = this.#isAmple.every(Boolean) ? this.#amply(shown) : this.#scarcely()
  }

  /** A bank as it was before it is filled up; undefined of a reference that shows all its members. */
  bank(index: number): BankDraw | undefined {
    const bank = this.banks[index]
    if (bank?.field === undefined) return undefined
    let draw = this.#draws.get(index)
    if (!draw) this.#draws.set(index, (draw = new BankDraw(bank)))
    return draw
  }

  /** What a bank is filled up with. */
  added(index: number): readonly Drawn[] {
    while (this.#added.length <= index) this.#added.push(this.#fill(this.#added.length))
    return this.#added[index] ?? []
  }

  /** The components that a bank or reference shows, in the order shown. */
  components(index: number): readonly string[] {
    const { members } = this.banks[index] ?? {}
    const shown = this.bank(index)?.shown(this.added(index))
    if (shown) return shown.map(({ place }) => members?.componentAt(place) ?? '')
    return [...this.#keptOf(index)]
  }

  /** Each takes who comes first for it among components that nobody shows. */
  #amply(shown: Set<string>): (bank: number) => readonly Drawn[] {
    return (bank) => {
      const draw = this.bank(bank)
      const added: Drawn[] = []
      if (!draw || draw.missing === 0) return added
      for (const one of draw.inTurn()) {
        const component = draw.members.componentAt(one.place)
        if (shown.has(component)) continue
        shown.add(component)
        added.push(one)
        if (added.length === draw.missing) break
      }
      return added
    }
  }

  /** Each takes who comes first for it, but nothing that a later one needs, as far as it can do without. */
  #scarcely(): (bank: number) => readonly Drawn[] {
    const { lists, size } = numbersOf(this.banks)
    const matching = new ComponentMatching(lists, size)
    for (const [bank, list] of lists.entries()) {
      const kept = this.bank(bank)?.kept.map(({ place }) => list[place] ?? 0) ?? list
      for (const component of kept) matching.take(component)
    }
    return (bank) => {
      const [draw, list] = [this.bank(bank), lists[bank]]
      const missing = this.#missing[bank] ?? 0
      if (!draw || !list || missing === 0) return []
      matching.release(bank)
      for (let later = bank + 1; later < lists.length; later++) {
        if (!this.#isAmple[later]) matching.fill(later, this.#missing[later] ?? 0)
      }
      // How many of them add nothing to what all banks show together, whichever are taken.
      let spare = this.#isAmple[bank] ? 0 : missing - matching.fill(bank, missing)
      matching.release(bank)
      const added: Drawn[] = []
      for (const one of draw.inTurn()) {
        const component = list[one.place] ?? 0
        const isNew = !matching.isTaken(component) && matching.tryTake(component, spare > 0)
        if (!isNew && spare === 0) continue
        if (!isNew) spare--
        added.push(one)
        if (added.length === missing) break
      }
      return added
    }
  }

  *#keptOf(index: number): Iterable<string> {
    const bank = this.banks[index]
    const kept = this.bank(index)?.kept
    if (kept) for (const { place } of kept) yield bank?.members.componentAt(place) ?? ''
    else
      for (let place = 0; place < (bank?.members.size ?? 0); place++)
        yield bank?.members.componentAt(place) ?? ''
  }
}

/** How many components there are among members, as far as it matters whether they are enough. */
function components(members: ChoiceMembers, enough: number): number {
  const { size } = members
  if (members.shared !== undefined || size < enough) return size
  const found = new Set<string>()
  for (let place = 0; place < size && found.size < enough; place++) found.add(members.componentAt(place))
  return found.size
}

function numbersOf(banks: readonly DrawnBank[]): Numbered {
  const members = banks.map((bank) => bank.members)
  const [first] = members
  const known = first && numbered.get(first)
  if (known?.members.length === members.length && known.members.every((one, bank) => one === members[bank]))
    return known
  const numbers = new Map<string, number>()
  const shared = new Map<object, Int32Array>()
  const lists = members.map((one) => {
    const same = one.shared && shared.get(one.shared)
    if (same) return same
    const list = Int32Array.from({ length: one.size }, (_, place) => {
      const component = one.componentAt(place)
      const number = numbers.get(component) ?? numbers.size
      numbers.set(component, number)
      return number
    })
    if (one.shared) shared.set(one.shared, list)
    return list
  })
  const made = { members, lists, size: numbers.size }
  if (first) numbered.set(first, made)
  return made
}
