import { isOfOtherSite } from '../bundle/site-keys.js'
import { CompositorError } from '../../runtime/errors/index.js'
import type { FoundDocument, IndexAnswer, SearchIndex } from '../../store/search/index.js'
import type { AuthoringStore } from '../version/index.js'
import type { LibraryIndex } from './library-index.js'
import type {
  BlockStatus,
  CountedValue,
  FilterCounts,
  FoundBlock,
  SearchAnswer,
  SearchRequest,
} from './search-request.js'
import { wordsOf } from './words.js'

/** Values that are counted beside one filter. */
const mostCounted = 100
const [usualLimit, mostLimit] = [50, 200]
/** Words of one search. */
const mostWords = 20

const counted = ['types', 'tags', 'collections', 'status', 'authors', 'usedIn'] as const

/** Finds components and containers of libraries. */
export class BlockSearch {
  constructor(
    private readonly authoring: AuthoringStore,
    private readonly index: SearchIndex,
    private readonly library: LibraryIndex,
  ) {}

  /**
   * Finds blocks. What changed since it was last followed is told in `behind`; an index that is lost finds nothing, and says so.
   * @param libraries keys of those that may be looked through; all where it is left out
   * @throws CompositorError `search-input`, `store-unavailable`
   */
  async search(request: SearchRequest, libraries?: readonly string[]): Promise<SearchAnswer> {
    const contexts = await this.#contexts(request, libraries)
    const words = wordsOf(request.words ?? '').slice(0, mostWords)
    const limit = Math.max(1, Math.min(request.limit ?? usualLimit, mostLimit))
    const { sort = words.length > 0 ? 'relevance' : 'title', after } = request
    const filters = Object.fromEntries(
      counted.flatMap((name) => {
        const values = request[name]
        return values && values.length > 0 ? [[name, values] as const] : []
      }),
    )
    const wholly = await this.library.wholly(contexts)
    const everywhere = new Map([...wholly].map(([library, usedIn]) => [library, { usedIn }]))
    const asked = { contexts, words, filters, everywhere, counted, sort, after, limit }
    const isWordless = words.length === 0 && (request.words ?? '').trim() !== ''
    const answer = isWordless ? nothing : await this.index.search(asked)
    const behind = await this.library.behind(contexts)
    return {
      items: answer.items.map((found) => foundBlock(found, wholly.get(found.context))),
      total: answer.total,
      counts: countsOf(answer),
      next: answer.next,
      ...(behind.length > 0 && { behind }),
    }
  }

  async #contexts(
    { contexts }: SearchRequest,
    libraries: readonly string[] | undefined,
  ): Promise<readonly string[]> {
    const may = libraries ?? (await this.#libraries())
    if (!contexts || contexts.length === 0) return may
    const allowed = new Set(may)
    const unknown = contexts.find((context) => !allowed.has(context))
    if (unknown === undefined) return [...new Set(contexts)]
    const message = `There is no library '${unknown.slice(0, 200)}' to look through.`
    throw new CompositorError('context-unknown', message)
  }

  async #libraries(): Promise<readonly string[]> {
    const heads = await Promise.all(
      (await this.authoring.contexts()).map((context) => this.authoring.findHead(context)),
    )
    return heads.flatMap((head) =>
      head?.kind === 'library' && !isOfOtherSite(head.context) ? [head.context] : [],
    )
  }
}

const nothing: IndexAnswer = { items: [], total: 0, counts: {}, contexts: new Map(), next: null }

function foundBlock(
  { id, context, title, changedAt, facets, shown }: FoundDocument,
  users: readonly string[] = [],
): FoundBlock {
  const [type = ''] = facets['types'] ?? []
  const [status = 'draft'] = (facets['status'] ?? []) as readonly BlockStatus[]
  const [author] = facets['authors'] ?? []
  return {
    usage: id,
    context,
    type,
    title,
    status,
    tags: (shown['tags'] as readonly string[] | undefined) ?? [],
    collections: facets['collections'] ?? [],
    ...(author !== undefined && { author }),
    ...(changedAt > 0 && { changed: new Date(changedAt).toISOString() }),
    usedIn: [...new Set([...(facets['usedIn'] ?? []), ...users])].sort(),
  }
}

function countsOf({ counts, contexts }: IndexAnswer): FilterCounts {
  const empty = new Map<string, number>()
  const of = (name: string) => listed(counts[name] ?? empty)
  return {
    contexts: listed(contexts),
    types: of('types'),
    tags: of('tags'),
    collections: of('collections'),
    status: of('status'),
    authors: of('authors'),
    usedIn: of('usedIn'),
  }
}

function listed(counts: ReadonlyMap<string, number>): CountedValue[] {
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
    .slice(0, mostCounted)
}
