/**
 * Which bank of a group may show which component, so that each component is shown by one bank at most: a matching that is
 * made larger along chains of swaps until no chain leads to a component that is free. Banks and components are numbers.
 */
export class ComponentMatching {
  /** Components that are shown already, whoever shows them. */
  readonly #taken: Uint8Array
  /** By component, the bank that it is set aside for; -1 for none. */
  readonly #owner: Int32Array
  readonly #owned: number[]
  /** Of the search under way: in which one a component was reached last, and from which bank. */
  readonly #reached: Uint32Array
  readonly #from: Int32Array
  #search = 0
  /** Where looking for a free component goes on, by list. */
  readonly #next = new Map<Int32Array, number>()

  /** @param lists by bank, the components of its members; the same list where it is the same */
  constructor(
    private readonly lists: readonly Int32Array[],
    components: number,
  ) {
    this.#taken = new Uint8Array(components)
    this.#owner = new Int32Array(components).fill(-1)
    this.#owned = lists.map(() => 0)
    this.#reached = new Uint32Array(components)
    this.#from = new Int32Array(components)
  }

  isTaken(component: number): boolean {
    return this.#taken[component] === 1
  }

  /** A component is shown; nothing is set aside of it. */
  take(component: number): void {
    this.#taken[component] = 1
  }

  /** Sets components aside for a bank, as many as there can be without taking any from others. @returns how many */
  fill(bank: number, wanted: number): number {
    while ((this.#owned[bank] ?? 0) < wanted && this.#extend(bank));
    return this.#owned[bank] ?? 0
  }

  /** Sets nothing aside for a bank. */
  release(bank: number): void {
    for (const component of new Set(this.lists[bank])) {
      if (this.#owner[component] === bank) this.#owner[component] = -1
    }
    this.#owned[bank] = 0
  }

  /**
   * Takes a component, where the bank that it is set aside for finds another one for it along a chain.
   * @param isForced takes it in any case @returns whether that bank has as many as before
   */
  tryTake(component: number, isForced: boolean): boolean {
    const owner = this.#owner[component] ?? -1
    this.#taken[component] = 1
    this.#owner[component] = -1
    if (owner < 0) return true
    this.#owned[owner] = (this.#owned[owner] ?? 0) - 1
    if (this.#extend(owner)) return true
    if (isForced) return false
    this.#taken[component] = 0
    this.#owner[component] = owner
    this.#owned[owner] = (this.#owned[owner] ?? 0) + 1
    return false
  }

  /** One more component for a bank: a free one, or one of another bank that finds one in its place, and so on. */
  #extend(bank: number): boolean {
    const search = ++this.#search
    const giving = new Map<number, number>()
    const open = [bank]
    const seen = new Set<Int32Array>()
    for (let at = 0; at < open.length; at++) {
      const from = open[at] ?? bank
      const list = this.lists[from]
      // Who has the same members reaches nothing new.
      if (!list || seen.size === seen.add(list).size) continue
      const start = this.#next.get(list) ?? 0
      for (let step = 0; step < list.length; step++) {
        const index: number = (start + step) % list.length
        const component = list[index] ?? 0
        if (this.#taken[component] === 1 || this.#reached[component] === search) continue
        this.#reached[component] = search
        this.#from[component] = from
        const owner = this.#owner[component] ?? -1
        if (owner < 0) {
          this.#next.set(list, index)
          this.#swap(component, bank, giving)
          return true
        }
        if (owner === bank || giving.has(owner)) continue
        giving.set(owner, component)
        open.push(owner)
      }
    }
    return false
  }

  #swap(free: number, bank: number, giving: ReadonlyMap<number, number>): void {
    this.#owned[bank] = (this.#owned[bank] ?? 0) + 1
    for (let component = free; ;) {
      const to = this.#from[component] ?? bank
      this.#owner[component] = to
      if (to === bank) return
      component = giving.get(to) ?? free
    }
  }
}
