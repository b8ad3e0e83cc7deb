/** Words in the languages of learners: catalogues of plugins. */
export { Catalogues, type CatalogueSource } from './catalogues.js'
export { localeOf, readCatalogues } from './read-catalogues.js'
