import type { JsonObject, Json } from '../../runtime/values/json.js'
import type { AuthoringStore, DraftOperation, VersionView } from '../version/index.js'
import type { UpstreamBlocks } from './upstream-block.js'

/** What became of static files that updates bring. */
export interface BroughtFiles {
  /** Names of files that the course had none of. */
  readonly added: readonly string[]
  /** Names that the course has for other files, with those that the library's have there instead. */
  readonly clashing: Readonly<Record<string, string>>
}

const link = /\/static\/([^\s"'<>()?#&;\\]+)/g

/** The static files that come along with library blocks into a course. */
export class UpstreamFiles {
  /** Hashes by the names that they are to have. */
  readonly #added = new Map<string, string>()
  readonly #clashing = new Map<string, string>()

  constructor(
    private readonly view: Pick<VersionView, 'asset' | 'root'>,
    private readonly blocks: UpstreamBlocks,
    private readonly store: AuthoringStore,
  ) {}

  /** What is new, and what clashes. */
  get notice(): BroughtFiles {
    return { added: [...this.#added.keys()].sort(), clashing: Object.fromEntries(this.#clashing) }
  }

  /** The content of a library block as it calls its files in the course; these are noted. @param upstream usage key of the library block, as text */
  async brought(upstream: string, content: JsonObject): Promise<JsonObject> {
    const names = new Map<string, string>()
    for (const name of namesIn(content)) {
      const theirs = await this.blocks.file(upstream, name)
      if (theirs) names.set(name, await this.#named(name, theirs.hash))
    }
    const called = (value: Json): Json => {
      if (typeof value === 'string')
        return value.replaceAll(link, (all, name: string) => `/static/${names.get(name) ?? name}`)
      if (Array.isArray(value)) return value.map(called)
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, called(one ?? null)]))
    }
    return [...names].some(([name, own]) => name !== own) ? (called(content) as JsonObject) : content
  }

  /** The steps that bring the files. */
  async steps(): Promise<readonly DraftOperation[]> {
    const steps: DraftOperation[] = []
    for (const [name, hash] of this.#added)
      steps.push({ do: 'put-file', usage: this.view.root, name, bytes: await this.store.file(hash) })
    return steps
  }

  async #named(name: string, hash: string): Promise<string> {
    const own = `${hash.slice(0, 8)}_${name.replaceAll('/', '_')}`
    const ours = (await this.view.asset(name))?.hash ?? this.#added.get(name)
    if (ours === hash) return name
    if (ours === undefined) this.#added.set(name, hash)
    else {
      this.#clashing.set(name, own)
      if ((await this.view.asset(own)) === undefined) this.#added.set(own, hash)
    }
    return ours === undefined ? name : own
  }
}

function namesIn(value: Json | undefined): Set<string> {
  const names = new Set<string>()
  const look = (one: Json | undefined): void => {
    if (typeof one === 'string') for (const [, name = ''] of one.matchAll(link)) names.add(name)
    else if (typeof one === 'object' && one !== null) for (const inner of Object.values(one)) look(inner)
  }
  look(value)
  return names
}
