export type { Translations } from '../../runtime/words/index.js'
