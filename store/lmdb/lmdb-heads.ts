import { LRUCache } from 'lru-cache'
import { HeadListeners } from '../head-listeners.js'
import type { HeadChange, Heads } from '../heads.js'
import { checkChanges, isName } from '../kept-form.js'
import { HeadChanges } from './head-changes.js'
import type { LmdbEnvironment } from './lmdb-environment.js'

/** Milliseconds between looks for what other processes changed. */
const pause = 250

const lastCharacter = '\u{10ffff}'
const headKey = (name: string) => `head ${name}`

/** Heads in an lmdb environment, whose transactions wait for those of other threads and processes. */
export class LmdbHeads implements Heads {
  readonly #changes: HeadChanges
  /** Keys by the names of heads that are asked for again and again; '' for what is no name. */
  readonly #keys = new LRUCache<string, string>({
    max: 1000,
    memoMethod: (name) => (isName(name) ? headKey(name) : ''),
  })
  readonly #listeners = new HeadListeners((isWatched) => this.#look(isWatched))
  /** Numbers of changes of this process that it has told of already. */
  readonly #told = new Set<number>()
  #seen = 0
  #timer: NodeJS.Timeout | undefined

  constructor(private readonly environment: LmdbEnvironment<string>) {
    this.#changes = new HeadChanges(environment.db)
  }

  async texts(names: readonly string[]): Promise<(string | undefined)[]> {
    return this.environment.read(() => names.map((name) => this.#text(name)))
  }

  known(name: string): { readonly text: string | undefined } {
    return this.environment.read(() => ({ text: this.#text(name) }))
  }

  async change(changes: readonly HeadChange[]): Promise<boolean> {
    checkChanges(changes)
    const number = await this.environment.write(() => this.#db.transaction(() => this.#change(changes)))
    if (number === undefined) return false
    if (this.#timer) this.#told.add(number)
    this.#listeners.tell(changes.map(({ name }) => name))
    return true
  }

  async names(prefix: string): Promise<readonly string[]> {
    const start = headKey(prefix)
    return this.environment.read(() =>
      [...this.#db.getKeys({ start, end: start + lastCharacter })].map((key) =>
        key.slice(headKey('').length),
      ),
    )
  }

  watch(listener: (name: string | undefined) => void): Disposable {
    return this.#listeners.add(listener)
  }

  /** Tells nobody any more. */
  close(): void {
    this.#listeners.clear()
  }

  #change(changes: readonly HeadChange[]): number | undefined {
    if (changes.some(({ name, before }) => this.#text(name) !== before)) return undefined
    for (const { name, after } of changes) {
      if (after === undefined) this.#db.removeSync(headKey(name))
      else this.#db.putSync(headKey(name), after)
    }
    return this.#changes.note(changes.map(({ name }) => name))
  }

  #text(name: string): string | undefined {
    const key = this.#keys.memo(name)
    return key === '' ? undefined : this.#db.get(key)
  }

  #look(isWatched: boolean): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#told.clear()
    if (!isWatched) return
    this.#seen = this.environment.read(() => this.#changes.last)
    this.#timer = setInterval(() => this.#tellOfOthers(), pause).unref()
  }

  #tellOfOthers(): void {
    let names: readonly (string | undefined)[]
    try {
      const changes = this.environment.read(() => this.#changes.after(this.#seen))
      this.#seen = changes?.at(-1)?.number ?? (changes ? this.#seen : this.#changes.last)
      names = changes
        ? changes.flatMap((change) => (this.#told.delete(change.number) ? [] : change.names))
        : [undefined]
    } catch {
      names = [undefined]
    }
    this.#listeners.tell(new Set(names))
  }

  get #db() {
    return this.environment.db
  }
}
