import type { Json } from '../values/json.js'

/** How the saving of an editor stands, as {@link ClientRuntime.notify} says it. */
export type SaveState = 'saving' | 'saved' | 'cancelled' | 'failed'

/** What {@link ClientRuntime.save} changes besides the values it sets. */
export interface SaveOptions<Fields> {
  /** OLX names of fields that go back to what holds without the block. */
  readonly reset?: readonly (keyof Fields & string)[]
  /** Whether content of a library's block may become the course's own, where a course refers to it. */
  readonly customizeContent?: boolean
}

/** What became of a {@link ClientRuntime.save}: all of it is saved, or nothing. */
export type SaveResult =
  | {
      readonly isSaved: true
      /** OLX names of further fields that changed with it. */
      readonly also: readonly string[]
      /** What others changed since the page was made, by OLX name. */
      readonly others: Readonly<Record<string, Json>>
    }
  | {
      readonly isSaved: false
      /** Why, in words for the author. */
      readonly message: string
      /** What does not fit, by OLX name; under '' what concerns no single field. */
      readonly errors: Readonly<Record<string, string>>
      /** What others made meanwhile of the same fields; saving once more saves over it. */
      readonly theirs: Readonly<Record<string, Json>>
    }
