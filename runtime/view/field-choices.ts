import 'reflect-metadata'
import { refuseStandardDecorator } from '../errors/standard-decorators.js'
import type { Json } from '../values/json.js'

/** A value to choose, and what authors read for it. */
export interface FieldChoice<Value = Json> {
  readonly value: Value
  readonly label: string
}

/** What can be chosen for a field: its value; of a list or a set, one item of it. */
export type ChosenValue<Value> = Value extends readonly (infer Item)[]
  ? Item
  : Value extends ReadonlySet<infer Item>
    ? Item
    : NonNullable<Value>

/** What a method marked `@choicesFor` gives: values, or values with a label. */
export type FieldChoices<Value> = readonly (ChosenValue<Value> | FieldChoice<ChosenValue<Value>>)[]

const choicesKey = Symbol('choices')

/**
 * Marks the method that says what authors can choose from for a field of its block, out of other fields or of a service
 * (`values_provider` of XBlock fields). It is asked when authors edit, with the fields as they are then, and never for learners.
 * `@choicesFor('room') rooms() { return this.service(Rooms).all() }`
 * @param field property name
 */
export function choicesFor<Name extends string>(field: Name) {
  return <
    B extends { readonly [N in Name]: unknown },
    M extends () => FieldChoices<B[Name]> | Promise<FieldChoices<B[Name]>>,
  >(
    prototype: B,
    method: string,
    _descriptor: TypedPropertyDescriptor<M>,
  ): void => {
    refuseStandardDecorator('choicesFor', method)
    const known = new Map(choiceMethodsOf(prototype)).set(field, method)
    Reflect.defineMetadata(choicesKey, known, prototype)
  }
}

/** The marked methods of a block class by the field's property, inherited ones included. */
export function choiceMethodsOf(prototype: object): ReadonlyMap<string, string> {
  return (Reflect.getMetadata(choicesKey, prototype) as Map<string, string> | undefined) ?? new Map()
}

/** Most choices that are taken of a field. */
const mostChoices = 2000

/** What a marked method gave, each with its label. @throws TypeError for what is no list of choices */
export function checkedChoices(given: unknown): readonly FieldChoice[] {
  if (!Array.isArray(given)) throw new TypeError('It gave no list of choices.')
  return given.slice(0, mostChoices).map((one: unknown) => {
    if (typeof one === 'string' || typeof one === 'number') return { value: one, label: String(one) }
    const { value, label } = (typeof one === 'object' && one !== null ? one : {}) as Partial<FieldChoice>
    const isValue = typeof value === 'string' || typeof value === 'number'
    if (isValue && typeof label === 'string') return { value, label }
    throw new TypeError('A choice is a text or a number, or { value, label } of one.')
  })
}
