/** The languages besides English that our own pages have words in. */
export const shippedLanguages = ['ar', 'es', 'fr', 'zh'] as const

/** What some pages say: the English message, in ICU's syntax, and what it is in each other language. */
export type Translations = Readonly<
  Record<string, Readonly<Record<(typeof shippedLanguages)[number], string>>>
>
