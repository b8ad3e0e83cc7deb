/** What is needed of the records of a store, so that a plugin can keep something there. */
export interface NamespaceRecords {
  /** The texts of records that are there. */
  read(keys: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** The records from one key on, up to another that is not among them, in order. */
  range(range: {
    readonly from: string
    readonly to: string
    readonly limit: number
  }): Promise<readonly { readonly key: string; readonly text: string }[]>
  /** Writes everything, or nothing where a record has another text than expected; undefined is none. */
  commit(commit: {
    readonly expected: ReadonlyMap<string, string | undefined>
    readonly writes: ReadonlyMap<string, string | undefined>
  }): Promise<{ readonly committed: boolean }>
}

/** Records in memory, for tests and for trying blocks out. */
export class MemoryNamespaceRecords implements NamespaceRecords {
  readonly #texts = new Map<string, string>()

  async read(keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return new Map(
      keys.flatMap((key) => {
        const text = this.#texts.get(key)
        return text === undefined ? [] : [[key, text] as const]
      }),
    )
  }

  async range({ from, to, limit }: { from: string; to: string; limit: number }) {
    return [...this.#texts]
      .map(([key, text]) => ({ key, text }))
      .filter(({ key }) => key >= from && key < to)
      .toSorted((one, other) => (one.key < other.key ? -1 : 1))
      .slice(0, limit)
  }

  async commit({ expected, writes }: Parameters<NamespaceRecords['commit']>[0]) {
    for (const [key, text] of expected) if (this.#texts.get(key) !== text) return { committed: false }
    for (const [key, text] of writes) {
      if (text === undefined) this.#texts.delete(key)
      else this.#texts.set(key, text)
    }
    return { committed: true }
  }
}
