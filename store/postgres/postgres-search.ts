import { LRUCache } from 'lru-cache'
import { cursorOf, cursorText } from '../search/cursor.js'
import type {
  FoundDocument,
  IndexAnswer,
  IndexChange,
  IndexQuery,
  SearchIndex,
} from '../search/search-index.js'
import type { StoreCounts } from '../store-counts.js'
import type { PostgresDatabase } from './postgres-database.js'
import { clean, searchRow, searchTables, textConfig } from './search-rows.js'
import { facetOf, facetValue, SearchWhere } from './search-where.js'

interface ContextRow {
  readonly context: string
  readonly mark: string | null
  readonly revision: string
  readonly config: string | null
}

interface DocumentRow {
  readonly context: string
  readonly id: string
  readonly title: string
  readonly changedAt: number
  readonly facets: FoundDocument['facets']
  readonly shown: FoundDocument['shown']
  readonly key: string | number
}

interface Counted {
  readonly total: number
  readonly values: ReadonlyMap<string, number>
  readonly contexts: ReadonlyMap<string, number>
}

/** An index in PostgreSQL, by its own text search: words without accents as they are, and as their language forms them. */
export class PostgresSearch implements SearchIndex {
  #made: Promise<unknown> | undefined
  /** Counts by what was asked, and of which state of the contexts. */
  readonly #counted = new LRUCache<string, Counted>({ max: 200 })
  readonly #own: string

  constructor(
    private readonly database: PostgresDatabase,
    private readonly counts: StoreCounts,
  ) {
    this.#own = `"${database.address.schema}"`
  }

  async marks(contexts: readonly string[]): Promise<ReadonlyMap<string, string | undefined>> {
    return new Map((await this.#contexts(contexts)).map(({ context, mark }) => [context, mark ?? undefined]))
  }

  async change({ context, before, after, put, remove }: IndexChange): Promise<boolean> {
    await this.#tables()
    const [language] = put.flatMap((document) => document.language ?? [])
    const config = textConfig(language)
    const [row] = await this.database.write<{ changed: number }>(
      this.counts,
      { name: 'search-change', text: changeText(this.#own) },
      [
        context,
        before ?? null,
        after ?? null,
        put.length > 0 ? config : null,
        remove,
        rowsText(put.map((document) => searchRow(document, config))),
      ],
    )
    return row?.changed === 1
  }

  async documents(context: string, ids: readonly string[]): Promise<ReadonlyMap<string, FoundDocument>> {
    await this.#tables()
    const rows = await this.database.read<DocumentRow>(
      this.counts,
      {
        name: 'search-documents',
        text: `select context, id, title, changed_at as "changedAt", facets, shown
          from ${this.#own}.search_documents where context = $1 and id = any($2)`,
      },
      [context, ids],
    )
    return new Map(rows.map((row) => [row.id, documentOf(row)]))
  }

  async *ids(context: string): AsyncIterable<string> {
    await this.#tables()
    const statement = {
      name: 'search-ids',
      text: `select id from ${this.#own}.search_documents where context = $1 and id > $2 order by id limit 5000`,
    }
    for (let after = ''; ;) {
      const rows = await this.database.read<{ id: string }>(this.counts, statement, [context, after])
      for (const { id } of rows) yield id
      const last = rows.at(-1)
      if (!last) return
      after = last.id
    }
  }

  async search(query: IndexQuery): Promise<IndexAnswer> {
    const contexts = await this.#contexts(query.contexts)
    const configs = [...new Set(contexts.flatMap(({ config }) => config ?? []))].sort()
    const [page, counted] = await Promise.all([
      this.#page(query, configs),
      this.#count(query, configs, contexts),
    ])
    const items = page.slice(0, query.limit)
    const last = items.at(-1)
    const counts = Object.fromEntries(query.counted.map((name) => [name, new Map<string, number>()]))
    for (const [value, count] of counted.values) {
      const { name, value: plain } = facetOf(value)
      counts[name]?.set(plain, count)
    }
    return {
      items: items.map(documentOf),
      total: counted.total,
      counts,
      contexts: counted.contexts,
      next: page.length > query.limit && last ? cursorText({ key: last.key, id: last.id }) : null,
    }
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  async #page(query: IndexQuery, configs: readonly string[]): Promise<DocumentRow[]> {
    const { filters, words, sort, limit, everywhere } = query
    const where = new SearchWhere(query, configs)
    for (const [name, values] of Object.entries(filters)) where.and(where.has(name, values, everywhere))
    const isRanked = sort === 'relevance' && words.length > 0
    const key = isRanked ? `ts_rank(words, ${where.query})` : sort === 'changed' ? 'changed_at' : 'title_key'
    const isLast = isRanked || sort === 'changed'
    const after = query.after === undefined ? undefined : cursorOf(query.after)
    if (after) {
      const type = isRanked ? 'float4' : sort === 'changed' ? 'float8' : 'text'
      const [at, id] = [`${where.value(String(after.key))}::text::${type}`, where.value(after.id)]
      where.and(`(${key} ${isLast ? '<' : '>'} ${at} or (${key} = ${at} and id > ${id}))`)
    }
    return this.database.read<DocumentRow>(
      this.counts,
      where.statement(
        `select context, id, title, changed_at as "changedAt", facets, shown, ${key} as key
           from ${this.#own}.search_documents`,
        `order by ${key} ${isLast ? 'desc' : 'asc'}, id limit ${where.value(limit + 1)}::int`,
      ),
      where.values,
    )
  }

  /** How many there are, with each value: what misses one filter alone counts in that one. */
  async #count(
    query: IndexQuery,
    configs: readonly string[],
    contexts: readonly ContextRow[],
  ): Promise<Counted> {
    const { words, filters, counted } = query
    const everywhere: NonNullable<IndexQuery['everywhere']> = query.everywhere ?? new Map()
    const state = contexts.map(({ context, revision }) => [context, revision])
    const asked = JSON.stringify([state, words, filters, counted, [...everywhere]])
    const known = this.#counted.get(asked)
    if (known) return known
    const where = new SearchWhere(query, configs)
    const misses = Object.entries(filters).map(([name, values]) => {
      const has = where.has(name, values, everywhere)
      return `case when ${has} then '{}' else array[${where.value(name)}] end`
    })
    const whole = [...everywhere].flatMap(([context, facets]) =>
      Object.entries(facets).flatMap(([name, values]) =>
        values.map((value) => ({ context, name, value: facetValue(name, value) })),
      ),
    )
    const names = [...new Set(whole.map(({ name }) => name))]
    const others =
      whole.length === 0
        ? ''
        : `and (context || ' ' || value) <> all(${where.value(whole.map(({ context, value }) => `${context} ${value}`))}::text[])`
    const all = names.map(
      (name) => `union all
         select 'all ' || ${where.value(name)}::text, context, count(*)::int from near
          where cardinality(missed) = 0 or missed[1] = ${where.value(name)} group by context`,
    )
    const missed = misses.length === 0 ? `'{}'::text[]` : misses.join(' || ')
    const rows = await this.database.read<{ kind: string; value: string; count: number }>(
      this.counts,
      where.statement(
        `with found as materialized (
           select context, facet_values, (${missed})::text[] as missed from ${this.#own}.search_documents`,
        `), near as (select * from found where cardinality(missed) <= 1)
         select 'context' as kind, context as value, count(*)::int as count from near where cardinality(missed) = 0 group by context
         union all
         select 'facet', value, count(*)::int from near, unnest(facet_values) as value
          where (cardinality(missed) = 0 or missed[1] = split_part(value, ' ', 1)) ${others} group by value
         ${all.join('\n')}`,
      ),
      where.values,
    )
    const of = (kind: string) =>
      new Map(rows.filter((row) => row.kind === kind).map(({ value, count }) => [value, count]))
    const inContexts = of('context')
    const total = [...inContexts.values()].reduce((sum, count) => sum + count, 0)
    const values = of('facet')
    for (const { context, name, value } of whole) {
      const count = of(`all ${name}`).get(context) ?? 0
      if (count > 0) values.set(value, (values.get(value) ?? 0) + count)
    }
    const found = { total, values, contexts: inContexts }
    this.#counted.set(asked, found)
    return found
  }

  async #contexts(contexts: readonly string[]): Promise<readonly ContextRow[]> {
    await this.#tables()
    const text = `select context, mark, revision, config from ${this.#own}.search_contexts
       where context = any($1) order by context`
    return this.database.read<ContextRow>(this.counts, { name: 'search-contexts', text }, [contexts])
  }

  /** Makes the tables where there are none yet. */
  async #tables(): Promise<void> {
    this.#made ??= this.database.write(
      this.counts,
      { name: 'search-tables', text: searchTables(this.database.address.schema) },
      [],
    )
    await this.#made.catch((thrown: unknown) => {
      this.#made = undefined
      throw thrown
    })
  }
}

function documentOf({ context, id, title, changedAt, facets, shown }: DocumentRow): FoundDocument {
  return { context, id, title, changedAt, facets, shown }
}

function rowsText(rows: readonly object[]): string {
  return JSON.stringify(rows, (_, value: unknown) => (typeof value === 'string' ? clean(value) : value))
}

/** $1 context, $2 and $3 its mark before and after, $4 its configuration, $5 ids that go, $6 documents. */
function changeText(own: string): string {
  return `with context as (
      insert into ${own}.search_contexts as known (context, mark, revision, config)
      select $1::text, $3::text, 1, $4::text
       where $2::text is null or exists (select from ${own}.search_contexts where context = $1)
      on conflict (context) do update
        set mark = $3, revision = known.revision + 1, config = coalesce($4, known.config)
        where known.mark is not distinct from $2
      returning context
    ), gone as (
      delete from ${own}.search_documents
       where context = $1 and id = any($5::text[]) and exists (select from context)
    ), put as (
      insert into ${own}.search_documents
        (context, id, title, title_key, changed_at, facets, facet_values, shown, words)
      select $1, id, title, title_key, changed_at, facets, facet_values, shown,
        case when config = 'simple' then terms::tsvector
          else terms::tsvector || setweight(to_tsvector(config::regconfig, title), 'A')
            || to_tsvector(config::regconfig, text) end
      from jsonb_to_recordset($6::jsonb) as document (id text, title text, title_key text, changed_at float8,
        facets jsonb, facet_values text[], shown jsonb, terms text, config text, text text)
      where exists (select from context)
      on conflict (context, id) do update set title = excluded.title, title_key = excluded.title_key,
        changed_at = excluded.changed_at, facets = excluded.facets, facet_values = excluded.facet_values,
        shown = excluded.shown, words = excluded.words
    ) select count(*)::int as changed from context`
}
