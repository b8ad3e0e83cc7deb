import { ContextIndex, type PlacedDocument } from './context-index.js'
import { cursorOf, cursorText } from './cursor.js'
import type { IndexKeeper } from './kept-index.js'
import type { FoundDocument, IndexAnswer, IndexChange, IndexQuery, SearchIndex } from './search-index.js'
import { compareCursors } from './sorted-places.js'

/** A context with the mark that says what it holds. */
interface MarkedContext {
  readonly index: ContextIndex
  mark: string | undefined
}

/** Documents that are taken at a time, so that others have their turn. */
const atOnce = 100

/**
 * An index in the memory of a process, upon minisearch's tree of terms. Each process has its own, and follows what changes by
 * itself; a file keeps it for the next process.
 */
export class MemoryIndex implements SearchIndex {
  readonly #contexts = new Map<string, Promise<MarkedContext>>()
  #turn: Promise<unknown> = Promise.resolve()

  /** @param keeper keeps contexts for other processes; none where nothing outlives this one */
  constructor(private readonly keeper?: IndexKeeper) {}

  async marks(contexts: readonly string[]): Promise<ReadonlyMap<string, string | undefined>> {
    const found = contexts.map(async (context) => [context, (await this.#context(context)).mark] as const)
    return new Map(await Promise.all(found))
  }

  change(change: IndexChange): Promise<boolean> {
    return this.#inTurn(() => this.#change(change))
  }

  async #change({ context, before, after, put, remove }: IndexChange): Promise<boolean> {
    const marked = await this.#context(context)
    if (marked.mark !== before) return false
    for (const [count, document] of put.entries()) {
      marked.index.put(document)
      if (count % atOnce === atOnce - 1) await nextTurn()
    }
    for (const id of remove) marked.index.remove(id)
    if (marked.mark !== after && after !== undefined)
      this.keeper?.changed(context, put.length + remove.length)
    marked.mark = after
    if (after !== before && this.keeper?.isDue(context)) await this.keeper.keep(context, marked.index, after)
    return true
  }

  async documents(context: string, ids: readonly string[]): Promise<ReadonlyMap<string, FoundDocument>> {
    const { index } = await this.#context(context)
    return new Map(
      ids.flatMap((id) => {
        const document = index.get(id)
        return document ? [[id, document] as const] : []
      }),
    )
  }

  async *ids(context: string): AsyncIterable<string> {
    // What is changed meanwhile does not disturb who goes through them.
    const ids = Array.from((await this.#context(context)).index.ids())
    yield* ids
  }

  async search(query: IndexQuery): Promise<IndexAnswer> {
    const { contexts, counted, sort, words, limit } = query
    const isRanked = sort === 'relevance' && words.length > 0
    const finding = { ...query, sort: sort === 'relevance' && !isRanked ? ('title' as const) : sort }
    const after = query.after === undefined ? undefined : cursorOf(query.after)
    const found: PlacedDocument[] = []
    const counts = Object.fromEntries(counted.map((name) => [name, new Map<string, number>()]))
    const inContexts = new Map<string, number>()
    let total = 0
    for (const context of new Set(contexts)) {
      const { index } = await this.#context(context)
      const besides = query.everywhere?.get(context) ?? {}
      const one = index.search({ ...finding, besides }, after, limit + 1)
      total += one.total
      if (one.total > 0) inContexts.set(context, one.total)
      found.push(...one.page)
      for (const [name, values] of Object.entries(one.counts))
        for (const [value, count] of values) counts[name]?.set(value, (counts[name].get(value) ?? 0) + count)
    }
    found.sort((one, other) => compareCursors(one, other, isRanked || sort === 'changed'))
    const page = found.slice(0, limit)
    const last = page.at(-1)
    return {
      items: page.map(({ document }) => document),
      total,
      counts,
      contexts: inContexts,
      next: found.length > limit && last ? cursorText(last) : null,
    }
  }

  async close(): Promise<void> {
    await this.#inTurn(async () => {
      for (const [context, opening] of this.#contexts) {
        const { index, mark } = await opening
        await this.keeper?.keep(context, index, mark)
      }
    })
  }

  #context(context: string): Promise<MarkedContext> {
    const known = this.#contexts.get(context)
    if (known) return known
    const opening = (async () => {
      const kept = await this.keeper?.open(context)
      return kept ?? { index: new ContextIndex(), mark: undefined }
    })()
    this.#contexts.set(context, opening)
    return opening
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work)
    this.#turn = result.catch(() => undefined)
    return result
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
