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

/** The languages to choose from, English first, each with its English name. @param known those that there are words in */
export function languages(known: readonly string[]): readonly (readonly [locale: string, name: string])[] {
  const names = new Intl.DisplayNames('en', { type: 'language' })
  return [...new Set([...alwaysThere, ...known])]
    .map((locale) => [locale, names.of(locale) ?? locale] as const)
    .sort(([one, a], [other, b]) => (one === 'en' ? -1 : other === 'en' ? 1 : a < b ? -1 : 1))
}
