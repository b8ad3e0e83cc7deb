import type { IndexedDocument } from '../search/search-index.js'
import { titleKey } from '../search/title-key.js'
import { facetValue } from './search-where.js'

/** Words of one document that are taken in: PostgreSQL keeps at most a megabyte of them. */
const mostWords = 10_000
/** Places of one word that are kept. */
const mostPlaces = 8
/** A place that PostgreSQL can tell from others. */
const lastPlace = 16_383

/** The text search configurations that every server brings, by language. */
const configs: Readonly<Record<string, string>> = {
  ar: 'arabic',
  da: 'danish',
  nl: 'dutch',
  en: 'english',
  fi: 'finnish',
  fr: 'french',
  de: 'german',
  el: 'greek',
  hu: 'hungarian',
  id: 'indonesian',
  ga: 'irish',
  it: 'italian',
  lt: 'lithuanian',
  ne: 'nepali',
  nb: 'norwegian',
  nn: 'norwegian',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  es: 'spanish',
  sv: 'swedish',
  ta: 'tamil',
  tr: 'turkish',
}

/** The configuration for a language; `simple`, which forms no words, for one that is not known. */
export function textConfig(language: string | undefined): string {
  return configs[(language ?? '').split(/[-_]/)[0]?.toLowerCase() ?? ''] ?? 'simple'
}

/** A document as a row, before PostgreSQL forms its words. */
export function searchRow(document: IndexedDocument, config: string): object {
  const { id, title, titleWords, words, changedAt, facets, shown } = document
  const some = words.slice(0, mostWords)
  const values = Object.entries(facets).flatMap(([name, all]) => all.map((value) => facetValue(name, value)))
  return {
    id,
    title,
    title_key: titleKey(title),
    changed_at: changedAt,
    facets,
    facet_values: values,
    shown,
    config,
    terms: termsText([
      ...titleWords.map(({ folded }) => [folded, 'A'] as const),
      ...some.map(({ folded }) => [folded, 'D'] as const),
    ]),
    text: config === 'simple' ? '' : some.map(({ written }) => written).join(' '),
  }
}

/** Words with their places and weights, as PostgreSQL reads them. */
function termsText(words: readonly (readonly [word: string, weight: string])[]): string {
  const places = new Map<string, string[]>()
  for (const [at, [word, weight]] of words.entries()) {
    const known = places.get(word) ?? []
    places.set(word, known)
    if (known.length < mostPlaces) known.push(`${Math.min(at + 1, lastPlace)}${weight}`)
  }
  return [...places].map(([word, at]) => `'${word.replaceAll(/[\\']/g, '$&$&')}':${at.join(',')}`).join(' ')
}

/** What PostgreSQL keeps of a text: neither NUL nor halves of surrogate pairs. */
export function clean(text: string): string {
  return text.replaceAll(/\0|\p{Cs}/gu, '')
}

/** Makes what the index is kept in, where it is not there; of processes that do so together one waits for the other. */
export function searchTables(schema: string): string {
  return `do $$ begin
    perform pg_advisory_xact_lock(hashtext('${schema}.search'));
    create table if not exists "${schema}".search_contexts (
      context text collate "C" primary key, mark text, revision bigint not null, config text);
    create table if not exists "${schema}".search_documents (
      context text collate "C" not null, id text collate "C" not null, title text not null,
      title_key text collate "C" not null, changed_at float8 not null, facets jsonb not null,
      facet_values text[] not null, shown jsonb not null, words tsvector not null, primary key (context, id));
    create index if not exists search_words on "${schema}".search_documents using gin (words);
    create index if not exists search_facets on "${schema}".search_documents using gin (facet_values);
    create index if not exists search_titles on "${schema}".search_documents (context, title_key, id);
    create index if not exists search_changes on "${schema}".search_documents (context, changed_at desc, id);
  end $$`
}
