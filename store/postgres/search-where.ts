import { createHash } from 'node:crypto'
import type { IndexQuery } from '../search/search-index.js'
import type { Statement } from './postgres-database.js'

/** A value of a filter as it stands in a row: names of filters have no spaces. */
export function facetValue(name: string, value: string): string {
  return `${name} ${value}`.replaceAll('\0', '')
}

export function facetOf(text: string): { readonly name: string; readonly value: string } {
  const at = text.indexOf(' ')
  return { name: text.slice(0, at), value: text.slice(at + 1) }
}

/** The conditions of a search, with the values that they name. */
export class SearchWhere {
  readonly values: unknown[] = []
  readonly #conditions: string[] = []
  /** The words as PostgreSQL looks for them; '' without any. */
  readonly query: string = ''

  /** @param configs text search configurations of the contexts */
  constructor({ contexts, words }: Pick<IndexQuery, 'contexts' | 'words'>, configs: readonly string[]) {
    this.and(`context = any(${this.value(contexts)}::text[])`)
    if (words.length === 0) return
    const languages = configs.filter((config) => config !== 'simple')
    const parts = words.map(({ folded, written }) => {
      const prefix = `${this.value(`'${folded.replaceAll(/[\\']/g, '$&$&')}':*`)}::tsquery`
      const forms = languages.map(
        (config) => `plainto_tsquery(${this.value(config)}::text::regconfig, ${this.value(written)})`,
      )
      return `(${[prefix, ...forms].join(' || ')})`
    })
    this.query = `(${parts.join(' && ')})`
    this.and(`words @@ ${this.query}`)
  }

  /** A value in its place. */
  value(value: unknown): string {
    this.values.push(value)
    return `$${this.values.length}`
  }

  and(condition: string): void {
    this.#conditions.push(condition)
  }

  /** Whether a row has one of the values of a filter, itself or with all of its context. */
  has(name: string, values: readonly string[], everywhere: IndexQuery['everywhere'] = new Map()): string {
    const own = `facet_values && ${this.value(values.map((value) => facetValue(name, value)))}::text[]`
    const whole = [...everywhere].flatMap(([context, { [name]: all = [] }]) =>
      all.some((value) => values.includes(value)) ? [context] : [],
    )
    return whole.length === 0 ? own : `(${own} or context = any(${this.value(whole)}::text[]))`
  }

  statement(select: string, rest: string): Statement {
    const text = `${select} where ${this.#conditions.join(' and ')} ${rest}`
    // Statements are prepared under their names: one that differs has another.
    return { name: `search-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`, text }
  }
}
