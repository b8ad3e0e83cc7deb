import { LRUCache } from 'lru-cache'

const most = { max: 500 }
const numbers = new LRUCache<string, Intl.NumberFormat>(most)
const dates = new LRUCache<string, Intl.DateTimeFormat>(most)

/** How numbers are written, kept ready: making one costs a hundred times what using it does. @param locale as in BCP 47 */
export function numberFormat(locale: string, options?: Intl.NumberFormatOptions): Intl.NumberFormat {
  return kept(numbers, locale, options, () => new Intl.NumberFormat(locale, options))
}

/** How dates are written, kept ready as {@link numberFormat} is. */
export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(dates, locale, options, () => new Intl.DateTimeFormat(locale, options))
}

function kept<T extends object>(
  cache: LRUCache<string, T>,
  locale: string,
  options: object | undefined,
  make: () => T,
): T {
  const name = options === undefined ? locale : `${locale} ${JSON.stringify(options)}`
  let found = cache.get(name)
  if (!found) cache.set(name, (found = make()))
  return found
}
