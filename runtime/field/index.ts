export { isWithinLimits, limitWords } from './author-limits.js'
export { collection, CollectionField, type CollectionOptions, type EntryValue } from './collection-field.js'
export { Field, type FieldValue, type ValueType } from './field.js'
export type {
  ChosenOptions,
  DictOptions,
  FieldOptions,
  KnownOptions,
  NumberOptions,
  TextOptions,
} from './field-options.js'
export {
  isShared,
  scopes,
  type Scope,
  type ScopeName,
  type SharedScopeName,
  type BlockScope,
  type UserScope,
} from './scope.js'
export { boolean, float, integer, optional, string } from './scalar-fields.js'
export { xmlString } from './xml-string.js'
export { uniqueId } from './unique-id.js'
export { dict, json, list, structured, type ItemType } from './structured-fields.js'
export { set } from './set-field.js'
export { doubtOfDate } from './date-text.js'
export { date, dateTime, relativeTime, timedelta } from './time-fields.js'
export { listScore, score, type Score } from './score-fields.js'
export { reference, referenceList, referenceValueDict } from './reference-fields.js'
export { olxName } from './olx-name.js'
export { isStandardSchema, validate, type SchemaOutput, type StandardSchema } from './standard-schema.js'
