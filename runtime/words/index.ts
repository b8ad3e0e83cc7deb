/** Words in the languages of learners: catalogues of plugins. */
export { Catalogues, type CatalogueSource } from './catalogues.js'
export { directionOf, languageMarks, type AroundWords } from './language-marks.js'
export { localeOf, readCatalogues } from './read-catalogues.js'
export { clientTexts, sayerOf, type ClientTexts, type Say } from './client-texts.js'
export { toSay } from './to-say.js'
export { shippedLanguages, wordsByLanguage, type ShippedLanguage, type Translations } from './translations.js'
