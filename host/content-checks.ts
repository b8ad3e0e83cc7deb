import type { TextCheck } from '../content/index.js'

/** What looks at the texts of blocks when a course or library is imported, besides what every import looks at. */
export const contentChecks: readonly TextCheck[] = []
