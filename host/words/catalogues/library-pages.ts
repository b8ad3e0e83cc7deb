import type { Translations } from '../translations.js'

export default {} as const satisfies Translations
