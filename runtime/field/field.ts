import type { Json } from '../values/json.js'

/** How values of one type are read, checked and written. Every method throws `field-value` on a misfit. */
export interface ValueType<T> {
  /** The type's name as authors know it: `Integer`, `List`, ... */
  readonly name: string
  /** Whether a value can change in place, so that it must be compared before a save. */
  readonly mutable: boolean
  /** Whether an empty text means "not set", as for numbers and dates. */
  readonly emptyIsUnset?: boolean
  /** From stored JSON; never called with null. */
  fromJson(json: Json): T
  toJson(value: T): Json
  /** From an OLX attribute; never called with the text `null`. */
  fromString(text: string): T
}

/** What an author says of a field besides its type. All of it shows in the editor form. */
export interface FieldOptions {
  readonly label?: string
  readonly help?: string
  /** The values allowed, where there are few. */
  readonly values?: readonly Json[]
  /** The name in OLX and in stores, where it is not the property's name in snake_case. */
  readonly olxName?: string
}

/**
 * A typed, named-by-its-property value of a block. `null` in a store or in OLX means "not set" for a field
 * whose type has no null, so such a field reads as its default (docs/decisions/0003).
 */
export class Field<T> {
  constructor(
    readonly type: ValueType<T>,
    readonly defaultValue: T,
    readonly options: FieldOptions = {},
    readonly nullable = false,
  ) {}

  /** @throws CompositorError `field-value` */
  fromJson(json: Json): T {
    if (json === null || (json === '' && this.type.emptyIsUnset)) return this.freshDefault()
    return this.type.fromJson(json)
  }

  toJson(value: T): Json {
    return value === null || value === undefined ? null : this.type.toJson(value)
  }

  /**
   * The value of an OLX attribute. The text `null` is null, as the incumbent's exporter writes it.
   * @throws CompositorError `field-value`
   */
  fromString(text: string): T {
    if (text === 'null' || (this.type.emptyIsUnset && text.trim() === '')) return this.freshDefault()
    return this.type.fromString(text)
  }

  /** The default, copied when it could be changed in place. */
  freshDefault(): T {
    return this.type.mutable && this.defaultValue !== null
      ? structuredClone(this.defaultValue)
      : this.defaultValue
  }

  /** The same field with other options. */
  with(options: FieldOptions): Field<T> {
    return new Field(this.type, this.defaultValue, { ...this.options, ...options }, this.nullable)
  }
}

/** The type of a field's value. */
export type FieldValue<F> = F extends Field<infer T> ? T : never
