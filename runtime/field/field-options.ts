import type { Json } from '../values/json.js'

/** What an author says of a field of any type, besides its type. */
export interface FieldOptions {
  /** What authors call it; else its name in words. */
  readonly label?: string
  /** What it is for, in a sentence or two. */
  readonly help?: string
  /** The values allowed, where there are few. */
  readonly values?: readonly Json[]
  /** The name in OLX and in stores, where it is not the property's name in snake_case. */
  readonly olxName?: string
  /** Whether authors' forms leave it out. */
  readonly hidden?: boolean
  /** Whether authors seldom need it: their forms fold it away with its kin. */
  readonly rare?: boolean
  /** With what it stands in authors' forms: what is about grades, or the rest; `rare` goes before. */
  readonly group?: 'basic' | 'grading'
  /** What people read for values that are names, by their text. */
  readonly valueLabels?: Readonly<Record<string, string>>
}

/** What can be said of a field that chooses among values which another field of its block lists. */
export interface ChosenOptions<From extends string = string> extends FieldOptions {
  /** Property name of the field whose value gives those to choose from: the items of a list, the names in a dict. */
  readonly choicesFrom?: From
}

/** What can be said of a text. */
export interface TextOptions<From extends string = string> extends ChosenOptions<From> {
  readonly values?: readonly string[]
  /** What a text that authors set must match as a whole; say in `help` what that is. */
  readonly pattern?: RegExp
  /** Whether authors' forms give it several lines, however short it is. */
  readonly multiline?: boolean
  /** Whether it is a text of HTML, which authors' forms give several lines and a spelling check. */
  readonly html?: boolean
}

/** What can be said of a number. */
export interface NumberOptions<From extends string = string> extends ChosenOptions<From> {
  readonly values?: readonly number[]
  /** The smallest and the largest number that authors may set. */
  readonly min?: number
  readonly max?: number
}

/** What can be said of a dict. */
export interface DictOptions extends FieldOptions {
  /** In OLX each member is an attribute of its own, named by this and the member's name. */
  readonly olxPrefix?: string
}

/** What may have been said of a field whose type is not known. */
export type KnownOptions = FieldOptions &
  Omit<TextOptions, 'values'> &
  Omit<NumberOptions, 'values'> &
  DictOptions
