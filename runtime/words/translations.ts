/** The languages besides English that what we ship has words in. */
export const shippedLanguages = ['ar', 'es', 'fr', 'zh'] as const

export type ShippedLanguage = (typeof shippedLanguages)[number]

/** What some pages or blocks say: the English message, in ICU's syntax, and what it is in each other language. */
export type Translations = Readonly<Record<string, Readonly<Record<ShippedLanguage, string>>>>

/** Translations by language, each as a catalogue. English is what stands where the words are said. */
export function wordsByLanguage(
  all: readonly Translations[],
): Readonly<Record<ShippedLanguage, Readonly<Record<string, string>>>> {
  const words = (language: ShippedLanguage) =>
    Object.fromEntries(
      all.flatMap((one) =>
        Object.entries(one).map(([message, { [language]: said }]) => [
          message,
          language === 'fr' ? frenchSpaces(said) : said,
        ]),
      ),
    )
  return { ar: words('ar'), es: words('es'), fr: words('fr'), zh: words('zh') }
}

/** French as it is typeset: its signs stay on the line of the word before them, those that are high in a narrow space. */
function frenchSpaces(text: string): string {
  return text
    .replace(/ (?=[:»%])/g, '\u00a0')
    .replaceAll('« ', '«\u00a0')
    .replace(/ (?=[;!?])/g, '\u202f')
}
