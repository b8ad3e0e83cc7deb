import { olxName } from '../field/olx-name.js'
import type { Field } from '../field/field.js'
import { scopes, type Scope, type ScopeName } from '../field/scope.js'

/** Fields grouped by scope, as an author writes them. */
export type ScopedFields = { readonly [Name in ScopeName]?: Readonly<Record<string, Field<unknown>>> }

/** One field of a block class: its property, its scope, its type. */
export interface BlockField {
  /** The property on the block: `maxAttempts`. */
  readonly name: string
  /** The name in OLX and in stores: `max_attempts`. */
  readonly olxName: string
  readonly scope: Scope
  readonly field: Field<unknown>
  /** Position among the fields of the class. */
  readonly index: number
}

/** The fields of a class in the order they were written. */
export function blockFields(scoped: ScopedFields): readonly BlockField[] {
  const named = Object.entries(scoped).flatMap(([scopeName, fields]) =>
    Object.entries(fields ?? {}).map(([name, field]) => ({
      name,
      field,
      scope: scopes[scopeName as ScopeName],
    })),
  )
  return named.map((one, index) => ({
    ...one,
    index,
    olxName: one.field.options.olxName ?? olxName(one.name),
  }))
}

/**
 * Whose a field is where a library block is used in a course: `course` for how much is asked and shown of learners, `both` for
 * what either may say, `library` for what the block is (docs/decisions/0109-where-values-come-from.md).
 */
export type FieldOwner = 'course' | 'both' | 'library'
