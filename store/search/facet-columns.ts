/** What documents have in one filter: values as numbers, those of each document by its place. */
class FacetColumn {
  readonly values: string[] = []
  readonly #numbers = new Map<string, number>()
  /** How many documents have each value. */
  readonly totals: number[] = []
  readonly at: (readonly number[])[] = []

  number(value: string): number | undefined {
    return this.#numbers.get(value)
  }

  set(place: number, values: readonly string[]): void {
    const numbers = values.map((value) => {
      let number = this.#numbers.get(value)
      if (number === undefined) {
        number = this.values.push(value) - 1
        this.#numbers.set(value, number)
        this.totals.push(0)
      }
      this.totals[number] = (this.totals[number] ?? 0) + 1
      return number
    })
    this.at[place] = numbers
  }

  remove(place: number): void {
    for (const number of this.at[place] ?? []) this.totals[number] = (this.totals[number] ?? 0) - 1
    this.at[place] = []
  }
}

/** How many of what was found have each value, by filter. */
export type FacetCounts = Readonly<Record<string, ReadonlyMap<string, number>>>

/** What the documents of a context have in the filters. */
export class FacetColumns {
  readonly #columns = new Map<string, FacetColumn>()

  set(place: number, facets: Readonly<Record<string, readonly string[]>>): void {
    for (const [name, values] of Object.entries(facets)) {
      let column = this.#columns.get(name)
      if (!column) this.#columns.set(name, (column = new FacetColumn()))
      column.set(place, values)
    }
  }

  remove(place: number): void {
    for (const column of this.#columns.values()) column.remove(place)
  }

  /** How many documents there are of each value, of all documents. */
  totals(names: readonly string[]): FacetCounts {
    return Object.fromEntries(names.map((name) => [name, counted(this.#columns.get(name), undefined)]))
  }

  /**
   * Narrows places down by filters, and counts the values beside each: what is missed by one filter alone counts in that one.
   * @param places of the documents that are looked at
   * @param everywhere what all documents have besides, by filter
   */
  narrowed(
    places: Iterable<number>,
    filters: Readonly<Record<string, readonly string[]>>,
    names: readonly string[],
    everywhere: Readonly<Record<string, readonly string[]>> = {},
  ): { readonly places: number[]; readonly counts: FacetCounts } {
    const narrowing = Object.entries(filters).filter(
      ([name, values]) => !everywhere[name]?.some((value) => values.includes(value)),
    )
    const wanted = narrowing.map(([name, values]) => {
      const column = this.#columns.get(name)
      const numbers = values.map((value) => column?.number(value)).filter((one) => one !== undefined)
      return { name, at: column?.at ?? [], numbers: new Set(numbers) }
    })
    const counts = names.map((name) => {
      const column = this.#columns.get(name)
      const own = new Uint32Array(column?.values.length ?? 0)
      return { name, column, at: column?.at ?? [], counts: own, all: 0 }
    })
    const left: number[] = []
    for (const place of places) {
      let missed: string | undefined
      let misses = 0
      for (const { name, at, numbers } of wanted) {
        if (hasOne(at[place], numbers)) continue
        missed = name
        if (++misses > 1) break
      }
      if (misses > 1) continue
      if (misses === 0) left.push(place)
      for (const one of counts) {
        if (misses === 1 && one.name !== missed) continue
        one.all++
        for (const number of one.at[place] ?? []) one.counts[number] = (one.counts[number] ?? 0) + 1
      }
    }
    return {
      places: left,
      counts: Object.fromEntries(
        counts.map(({ name, column, counts: own, all }) => {
          const values = counted(column, own)
          if (all > 0) for (const value of everywhere[name] ?? []) values.set(value, all)
          return [name, values]
        }),
      ),
    }
  }
}

function hasOne(numbers: readonly number[] | undefined, wanted: ReadonlySet<number>): boolean {
  if (!numbers) return false
  for (const number of numbers) if (wanted.has(number)) return true
  return false
}

function counted(column: FacetColumn | undefined, counts: Uint32Array | undefined): Map<string, number> {
  const found = new Map<string, number>()
  for (const [number, value] of (column?.values ?? []).entries()) {
    const count = (counts ?? column?.totals)?.[number] ?? 0
    if (count > 0) found.set(value, count)
  }
  return found
}
