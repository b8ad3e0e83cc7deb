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
        Object.entries(one).map(([message, translations]) => [message, translations[language]]),
      ),
    )
  return { ar: words('ar'), es: words('es'), fr: words('fr'), zh: words('zh') }
}
