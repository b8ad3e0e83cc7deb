import type { JsonObject } from '../values/json.js'
import type { PoolQuery } from './pool-query.js'

/**
 * A reference to blocks of a library version: which definitions stand in the referring block's place.
 * (Seed: data model of the library_content_v2 block.)
 */
export interface BlockReference {
  /** Library key, as text, without version. */
  readonly library: string
  /** Name of the library version the author pinned, or `latest`: what the library has published last when what refers is published. */
  readonly version: string
  /** Usage key of one block in the library, as text, or `*` for every top-level block in the library's order. */
  readonly block: string
  /**
   * Field overrides of the author by OLX name; they win over the library's values. Of them, settings that are the course's
   * hold for what is inside the blocks, too.
   */
  readonly overrides: JsonObject
  /**
   * Overrides for single blocks, by usage key in the library: those referred to, and those inside them, to any depth; they win
   * over `overrides`.
   */
  readonly overridesByBlock?: JsonObject
  /**
   * Of the blocks named, only those of this kind: of this type (`problem`), or what their types' summaries say of them, such
   * as the response elements of problems (`multiplechoiceresponse`).
   */
  readonly kind?: string
  /** With `*`: only those that it asks for, of all that the library has. */
  readonly query?: PoolQuery
}

/**
 * The fields, by OLX name, in which a type keeps what it refers to: by them authors' tools change a reference without knowing its type.
 * The other fields of references are called alike in all types that have them (`libraryReferenceFields`).
 */
export interface ReferenceFieldNames {
  /** Which blocks: a list of usage keys in libraries. */
  readonly blocks: string
  /** Whether all blocks of the libraries are meant while `blocks` names none. */
  readonly wholeWhenEmpty?: boolean
  /** Whether a block with blocks of its own, which were copied from libraries once, shows those and refers to nothing. */
  readonly childrenInstead?: boolean
  /** How many a learner gets, of a type that draws: a whole number, below zero for all. */
  readonly count?: string
  /** Fields that say the same in other content; they go when the count is set. */
  readonly otherCounts?: readonly string[]
  /** The type that a reference becomes whose author wants the other order: drawn for each learner, or the same for all. */
  readonly otherOrder?: string
}
