/**
 * Where a field's value can come from, the strongest first, with what each is in words. Composing, provenance and the documents
 * take the order from here (docs/decisions/0109-where-values-come-from.md).
 */
export const valueLayers = {
  override: 'what a reference of the course says of this one library block',
  'override-all': 'what a reference of the course says of all blocks it refers to',
  own: 'what the block of the course says itself',
  policy: 'the nearest policy group that holds here',
  inherited: 'the nearest block of the course above that sets it',
  'library-override': 'what a reference inside the library says',
  library: 'what the library block says itself',
  'library-inherited': 'the nearest library block above that sets it',
  upstream: 'what the library gave to the block that was copied from it',
  default: 'the default of the block type',
} as const

/** A place that a value can come from. */
export type ValueLayer = keyof typeof valueLayers

/** Settings that are a course's: what the course says anywhere comes before what a library says. */
const ofCourse = Object.keys(valueLayers) as readonly ValueLayer[]

/** What is a library's, or of both: the library block's own comes before what it inherits, and of that the nearest. */
const ofLibrary: readonly ValueLayer[] = [
  'override',
  'override-all',
  'own',
  'policy',
  'library-override',
  'library',
  'library-inherited',
  'inherited',
  'upstream',
  'default',
]

/** Below a block that puts what its children have as defaults first (`library_content`, semantics 1). */
const defaultsFirst: readonly ValueLayer[] = [
  'override',
  'override-all',
  'own',
  'policy',
  'library-override',
  'library',
  'upstream',
  'inherited',
  'library-inherited',
  'default',
]

/** The order that holds for a field at a place. @param isOfCourse whether the field is the course's, by its type */
export function layerOrder(isOfCourse: boolean, hasDefaultsFirst: boolean): readonly ValueLayer[] {
  if (hasDefaultsFirst) return defaultsFirst
  return isOfCourse ? ofCourse : ofLibrary
}
