import type { HeadChange, Heads } from '../heads.js'
import { byBytes, checkChanges } from '../kept-form.js'
import type { MemoryAccess } from './memory-access.js'
import type { MemoryPlace } from './memory-place.js'

/** Heads in memory. */
export class MemoryHeads implements Heads {
  readonly #watches = new Set<Disposable>()

  constructor(
    private readonly place: MemoryPlace,
    private readonly access: MemoryAccess,
  ) {}

  texts(names: readonly string[]): Promise<(string | undefined)[]> {
    return this.access.read(() => names.map((name) => this.place.heads.get(name)))
  }

  known(name: string): { readonly text: string | undefined } {
    return this.access.now(() => ({ text: this.place.heads.get(name) }))
  }

  async change(changes: readonly HeadChange[]): Promise<boolean> {
    checkChanges(changes)
    return this.access.write(() => this.#change(changes))
  }

  names(prefix: string): Promise<readonly string[]> {
    return this.access.read(() =>
      [...this.place.heads.keys()].filter((name) => name.startsWith(prefix)).sort(byBytes),
    )
  }

  watch(listener: (name: string | undefined) => void): Disposable {
    const watch = this.place.listeners.add(listener)
    this.#watches.add(watch)
    return watch
  }

  /** Tells nobody any more who listened here. */
  close(): void {
    for (const watch of this.#watches) watch[Symbol.dispose]()
  }

  #change(changes: readonly HeadChange[]): boolean {
    const { heads, listeners } = this.place
    if (changes.some(({ name, before }) => heads.get(name) !== before)) return false
    for (const { name, after } of changes) {
      if (after === undefined) heads.delete(name)
      else heads.set(name, after)
    }
    listeners.tell(changes.map(({ name }) => name))
    return true
  }
}
