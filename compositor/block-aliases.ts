import {
  ContextualKey,
  LibraryBlockKey,
  parseUsageKey,
  V1LibraryBlockKey,
  type UsageKey,
} from '../runtime/keys/index.js'

/** Renamings that are followed from one key to the next. */
const mostSteps = 20

/**
 * Which keys the blocks of a publication had before they were renamed. A block of a library has its key by the reference that brings it, so
 * it has another one when that was renamed, or it was in its library.
 */
export class BlockAliases {
  readonly #formerOf = new Map<string, readonly string[]>()
  readonly #known = new Map<string, readonly string[] | undefined>()

  /** @param aliases new keys by old ones, as text */
  constructor(private readonly aliases: Readonly<Record<string, string>>) {
    for (const [old, key] of Object.entries(aliases))
      this.#formerOf.set(key, [...(this.#formerOf.get(key) ?? []), old])
  }

  /** The key that a block has, of one that it had; the key itself of all others. */
  newest(usage: string): string {
    let key = usage
    for (let step = 0; step < mostSteps; step++) {
      const next = this.#next(key)
      if (next === key) break
      key = next
    }
    return key
  }

  /** The keys that a block had; undefined where it always had the one it has. */
  get(usage: string): readonly string[] | undefined {
    if (this.#known.has(usage)) return this.#known.get(usage)
    const found = new Set<string>()
    for (let open = [usage]; open.length > 0 && found.size < mostSteps;) {
      open = open.flatMap((key) => this.#before(key)).filter((key) => key !== usage && !found.has(key))
      for (const key of open) found.add(key)
    }
    const former = found.size > 0 ? [...found] : undefined
    this.#known.set(usage, former)
    return former
  }

  #next(key: string): string {
    const own = this.#aliasOf(key)
    if (own !== undefined) return own
    const parts = contextual(key)
    if (!parts) return key
    const usage = this.newest(parts.usage)
    const definition = this.#aliasOf(parts.definition) ?? parts.definition
    return usage === parts.usage && definition === parts.definition ? key : joined(usage, definition)
  }

  /** Keys that led to this one in one step. */
  #before(key: string): readonly string[] {
    const own = this.#formerOf.get(key) ?? []
    const parts = contextual(key)
    if (!parts) return own
    const usages = [parts.usage, ...(this.get(parts.usage) ?? [])]
    const definitions = [parts.definition, ...(this.#formerOf.get(parts.definition) ?? [])]
    return [...own, ...usages.flatMap((usage) => definitions.map((definition) => joined(usage, definition)))]
  }

  #aliasOf(key: string): string | undefined {
    return Object.hasOwn(this.aliases, key) ? this.aliases[key] : undefined
  }
}

/** The two parts of a key by a reference; undefined of any other. */
function contextual(text: string): { readonly usage: string; readonly definition: string } | undefined {
  if (!text.startsWith('cb:')) return undefined
  const key: UsageKey = parseUsageKey(text)
  if (!(key instanceof ContextualKey)) return undefined
  return { usage: key.usage.toString(), definition: key.definition.toString() }
}

function joined(usage: string, block: string): string {
  const definition = parseUsageKey(block)
  if (!(definition instanceof LibraryBlockKey || definition instanceof V1LibraryBlockKey)) return usage
  return new ContextualKey({ usage: parseUsageKey(usage), definition }).toString()
}
