import { olxName } from '../field/olx-name.js'
import { CollectionField } from '../field/collection-field.js'
import type { Field } from '../field/field.js'
import { scopes, type Scope, type ScopeName, type SharedScopeName } from '../field/scope.js'
import { CompositorError } from '../errors/index.js'
import type { BlockCollection } from './collection.js'

/** Fields grouped by scope, as an author writes them. */
export type ScopedFields = { readonly [Name in ScopeName]?: Readonly<Record<string, Field<unknown>>> }

/** Fields grouped by scope, and collections in those of learners. */
export type ScopedMembers = {
  readonly [Name in ScopeName]?: Readonly<
    Record<string, Name extends SharedScopeName ? Field<unknown> : Field<unknown> | CollectionField<unknown>>
  >
}

/** The property names of fields grouped by scope. */
type FieldNames<S extends ScopedMembers> = { [Scope in keyof S]: keyof NonNullable<S[Scope]> }[keyof S]

/** The property names that fields say they choose among the values of. */
type ChosenFrom<S extends ScopedMembers> = {
  [Scope in keyof S]: NonNullable<S[Scope]>[keyof NonNullable<S[Scope]>] extends {
    readonly chosenFrom?: infer From
  }
    ? Exclude<From, undefined>
    : never
}[keyof S]

/** What fields must be besides, of which one chooses among the values of a field that there is not. */
export type ChosenAmong<S extends ScopedMembers> =
  string extends ChosenFrom<S>
    ? unknown
    : [ChosenFrom<S>] extends [FieldNames<S>]
      ? unknown
      : { readonly 'choicesFrom names no field': Exclude<ChosenFrom<S>, FieldNames<S>> }

/** The property names of a scope; none where they are not known. */
type NamesIn<Fields> = string extends keyof NonNullable<Fields> ? never : keyof NonNullable<Fields>

/** The property names of each scope. */
type NamesByScope<S extends ScopedMembers> = { readonly [Scope in keyof S]: NamesIn<S[Scope]> }

/** The property names that stand in two scopes, or that the class has for something else. */
type Doubled<Names, Taken> = {
  [Scope in keyof Names]: Names[Scope] & (Names[Exclude<keyof Names, Scope>] | Taken)
}[keyof Names]

/**
 * What fields must be besides: in scopes that there are, of one name each, and of none that their class has for something else.
 * @typeParam Taken names that the class has
 */
export type WellNamed<S extends ScopedMembers, Taken = never> = [Exclude<keyof S, ScopeName>] extends [never]
  ? [Doubled<NamesByScope<S>, Taken>] extends [never]
    ? unknown
    : { readonly 'fields are of other names': Doubled<NamesByScope<S>, Taken> }
  : { readonly 'fields are in scopes that there are': Exclude<keyof S, ScopeName> }

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

/** What a class has, in the order it was written. */
function members(scoped: ScopedMembers) {
  return Object.entries(scoped).flatMap(([scopeName, fields]) =>
    Object.entries(fields ?? {}).map(([name, field]) => ({ name, field, scope: scopeOf(scopeName) })),
  )
}

/** @throws CompositorError `plugin-invalid` for a name that no scope has */
function scopeOf(name: string): Scope {
  if (Object.hasOwn(scopes, name)) return scopes[name as ScopeName]
  const message = `There is no scope '${name}'; there are ${Object.keys(scopes).join(', ')}.`
  throw new CompositorError('plugin-invalid', message)
}

/** The collections of a class. @throws CompositorError `plugin-invalid` for one in a scope that is the same for everybody */
export function blockCollections(scoped: ScopedMembers): readonly BlockCollection[] {
  return members(scoped).flatMap(({ name, field, scope }) => {
    if (!(field instanceof CollectionField)) return []
    if (scope.user !== 'none')
      return [{ name, field, scope, olxName: field.options.olxName ?? olxName(name) }]
    throw new CompositorError(
      'plugin-invalid',
      `'${name}' is a collection in scope ${scope.name}; collections are of learners: userState, userStateSummary, ...`,
    )
  })
}

/** The fields of a class in the order they were written. */
export function blockFields(scoped: ScopedMembers): readonly BlockField[] {
  refuseUnknownChoices(scoped)
  const named = members(scoped).flatMap(({ field, ...one }) =>
    field instanceof CollectionField ? [] : [{ ...one, field }],
  )
  return named.map((one, index) => ({
    ...one,
    index,
    olxName: one.field.options.olxName ?? olxName(one.name),
  }))
}

/** @throws CompositorError `plugin-invalid` for a field that chooses from one that there is not */
function refuseUnknownChoices(scoped: ScopedMembers): void {
  const all = members(scoped)
  for (const { name, field } of all) {
    const choicesFrom = field instanceof CollectionField ? undefined : field.options.choicesFrom
    if (choicesFrom === undefined || all.some((one) => one.name === choicesFrom)) continue
    throw new CompositorError(
      'plugin-invalid',
      `Field '${name}' has its choices from '${choicesFrom}', which is no field of its block.`,
    )
  }
}

/**
 * Whose a field is where a library block is used in a course: `course` for how much is asked and shown of learners, `both` for
 * what either may say, `library` for what the block is (docs/decisions/0109-where-values-come-from.md).
 */
export type FieldOwner = 'course' | 'both' | 'library'
