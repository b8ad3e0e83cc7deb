/** Languages to look in besides those that plugins have words in: one that is read from right to left is among them. */
const alwaysThere = ['en', 'ar']

/** Time zones to look in: on both sides of UTC, with half an hour, and a day ahead. */
export const timeZones = [
  'UTC',
  'America/Bogota',
  'America/New_York',
  'Europe/Madrid',
  'Asia/Kolkata',
  'Asia/Tokyo',
  'Pacific/Auckland',
] as const

/** Languages that are written from right to left, whatever the region. */
const fromRight = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ku', 'ps', 'sd', 'syr', 'ug', 'ur', 'yi'])

/** Which way a language is written. @param locale as in BCP 47 */
export function directionOf(locale: string): 'ltr' | 'rtl' {
  const { language, script } = new Intl.Locale(locale)
  if (script === 'Latn') return 'ltr'
  return script === 'Arab' || script === 'Hebr' || fromRight.has(language) ? 'rtl' : 'ltr'
}

/** The languages to choose from, English first, each with its English name. @param known those that there are words in */
export function languages(known: readonly string[]): readonly (readonly [locale: string, name: string])[] {
  const names = new Intl.DisplayNames('en', { type: 'language' })
  return [...new Set([...alwaysThere, ...known])]
    .map((locale) => [locale, names.of(locale) ?? locale] as const)
    .sort(([one, a], [other, b]) => (one === 'en' ? -1 : other === 'en' ? 1 : a < b ? -1 : 1))
}
