import type { JsonObject } from '../values/json.js'

/**
 * A reference to blocks of a library version: which definitions stand in the referring block's place.
 * (Seed: data model of the library_content_v2 block.)
 */
export interface BlockReference {
  /** Library key, as text, without version. */
  readonly library: string
  /** Hash of the library version the author pinned. */
  readonly version: string
  /** Usage key of one block in the library, as text, or `*` for every top-level block in the library's order. */
  readonly block: string
  /** Field overrides of the author by OLX name; they win over the library's values. */
  readonly overrides: JsonObject
  /** With `*`: overrides for single blocks, by usage key in the library; they win over `overrides`. */
  readonly overridesByBlock?: JsonObject
  /**
   * Of the blocks named, only those of this kind: of this type (`problem`), or what their types' summaries say of them, such
   * as the response elements of problems (`multiplechoiceresponse`).
   */
  readonly kind?: string
}
