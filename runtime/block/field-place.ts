import type { FieldSource } from '../unit/composed-unit.js'
import type { JsonObject } from '../values/json.js'

/** What holds at a place for the blocks there, by OLX name. */
export interface Inherited {
  /** Settings of the nearest blocks of the course that set them. */
  readonly inherited: JsonObject
  /** In what a reference brought: settings of the nearest library blocks that set them; absent where none does. */
  readonly libraryInherited?: JsonObject | undefined
  /** What policy groups say, but for what a block nearer than they stand says itself; absent where none holds. */
  readonly policy?: JsonObject | undefined
}

/** What a block's place gives to its fields. */
export interface FieldPlace extends Inherited {
  /** Whether the block comes out of a library, so that its own values are the library's. */
  readonly fromLibrary: boolean
  /** Whether what the block has as defaults comes before what it inherits. */
  readonly defaultsFirst?: boolean | undefined
  /** The course author's overrides. */
  readonly overrides?: JsonObject | undefined
  /** Of a block that a reference inside a library brought: what library authors override there. */
  readonly libraryOverrides?: JsonObject | undefined
}

/** The content and settings that hold for one block at its place. */
export interface EffectiveFields {
  readonly fields: JsonObject
  /** Where the values come from that are not the block's own. */
  readonly sources: Readonly<Record<string, FieldSource>> | undefined
}
