import type { Json } from '../values/json.js'
import type { KnownOptions } from './field-options.js'

/** How values of one type are read, checked and written. Every method throws `field-value` on a misfit. */
export interface ValueType<T> {
  /** The type's name as authors know it: `Integer`, `List`, ... */
  readonly name: string
  /** Whether a value can change in place, so that it must be compared before a save. */
  readonly mutable: boolean
  /** The name of the type of its items, where it is a list or set of some. */
  readonly items?: string
  /** Whether an empty text means "not set", as for numbers and dates. */
  readonly emptyIsUnset?: boolean
  /** Whether a stored value that is neither null nor empty says "not set" all the same, as a date without a day does. */
  saysNothing?(json: Json): boolean
  /** What null stands for in a type that reads it as a value; in all others null says "not set". */
  readonly ofNull?: T
  /** From stored JSON; never called with null. What it gives shares nothing with `json` that can change. */
  fromJson(json: Json): T
  /** The stored form; never called with null. Refuses what is not of the type, also where a compiler did not look. */
  toJson(value: T): Json
  /** The stored form that the text of an OLX attribute stands for, null for "not set"; never called with `null`. */
  parse(text: string): Json
  /** The text of an OLX attribute, where it is not the stored form as JSON. */
  toText?(value: T): string
  /** What an assignment must fulfil besides, though stored values may not. */
  check?(value: T): void
  /** A copy of a mutable value, where `structuredClone` does not give one. */
  copy?(value: T): T
}

/**
 * A typed, named-by-its-property value of a block. `null` in a store or in OLX means "not set" for a field
 * whose type has no null, so such a field reads as its default; of a boolean it means false (docs/decisions/0003).
 * Where values are converted, docs/decisions/0009 says how.
 * @typeParam From property name of the field that lists what this one chooses among; `never` where none does
 */
export class Field<T, From extends string = string> {
  /** Says in types what `options.choicesFrom` says; there is no such value. */
  declare readonly chosenFrom?: From

  constructor(
    readonly type: ValueType<T>,
    readonly defaultValue: T,
    readonly options: KnownOptions = {},
    readonly nullable = false,
  ) {}

  /** @throws CompositorError `field-value` */
  fromJson(json: Json): T {
    if (json === null) {
      if (this.type.ofNull !== undefined) return this.type.ofNull
      if (this.nullable) return null as T
    }
    return this.isUnset(json) ? this.freshDefault() : this.type.fromJson(json)
  }

  toJson(value: T): Json {
    return value === null || value === undefined ? null : this.type.toJson(value)
  }

  /**
   * The value of an OLX attribute. The text `null` is null, as the incumbent's exporter writes it.
   * @throws CompositorError `field-value`
   */
  fromString(text: string): T {
    return this.fromJson(this.parse(text))
  }

  /**
   * The stored form that an attribute's text stands for, null where it says "not set".
   * @throws CompositorError `field-value` for some texts that do not fit; others are found by {@link fromJson}
   */
  parse(text: string): Json {
    return text === 'null' ? null : this.type.parse(text)
  }

  /** The text of an OLX attribute; `fromString` reads it back. */
  toText(value: T): string {
    if (value === null || value === undefined) return 'null'
    return this.type.toText?.(value) ?? JSON.stringify(this.type.toJson(value))
  }

  /**
   * What an assigned value becomes: a mutable one is kept as it is, any other is brought into the form in which
   * it will be read back, so that a view shows the same before and after the save.
   * @throws CompositorError `field-value` for a value of another type
   */
  enforce(value: unknown): T {
    if (value === null && this.nullable) return this.fromJson(value)
    const stored = this.type.fromJson(this.type.toJson(value as T))
    this.type.check?.(stored)
    return this.type.mutable ? (value as T) : stored
  }

  /** Whether a stored value says no more than that the field is not set. */
  isUnset(json: Json): boolean {
    if (json === null) return !this.nullable && this.type.ofNull === undefined
    return (json === '' && this.type.emptyIsUnset === true) || this.type.saysNothing?.(json) === true
  }

  /** The default, copied when it could be changed in place. */
  freshDefault(): T {
    const { type, defaultValue } = this
    if (!type.mutable || defaultValue === null) return defaultValue
    if (type.copy) return type.copy(defaultValue)
    // Most are empty, and to clone one costs more than all else about reading it.
    if (Array.isArray(defaultValue) && defaultValue.length === 0) return [] as T
    return isEmptyObject(defaultValue) ? ({} as T) : structuredClone(defaultValue)
  }

  /** The default at one place. `pathOf` gives the name of place and field; most defaults are the same everywhere. */
  defaultAt(_pathOf: () => string): T {
    return this.freshDefault()
  }

  /** The same field with other options. */
  with(options: KnownOptions): Field<T, From> {
    return new Field(this.type, this.defaultValue, { ...this.options, ...options }, this.nullable)
  }
}

function isEmptyObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.getPrototypeOf(value) === Object.prototype && Object.keys(value).length === 0
}

/** The type of a field's value. */
export type FieldValue<F> = F extends Field<infer T> ? T : never
