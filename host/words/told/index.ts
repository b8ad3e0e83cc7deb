import type { Translations } from '../translations.js'
import clauses from './clauses.js'
import imports from './imports.js'
import problems from './problems.js'
import references from './references.js'
import refusals from './refusals.js'
import remedies from './remedies.js'

/** What the engine finds and refuses, which is English where it is said: a file for each kind. */
export const toldCatalogues: readonly Translations[] = [
  clauses,
  imports,
  problems,
  references,
  refusals,
  remedies,
]
