import type { ErrorData } from '../errors/index.js'
import type { JsonObject } from '../values/json.js'

/**
 * A block as an author published it: one usage of one definition.
 * Field values are JSON under their OLX names (`max_attempts`), explicitly set ones only.
 */
export interface PublishedBlock {
  /** Usage key, as text: `block-v1:…` in a course, `lb:…` in a library. */
  readonly key: string
  readonly type: string
  /** Content hash of `{type, content}`: usages that share content share it. */
  readonly definition: string
  /** Fields of scope content. */
  readonly content: JsonObject
  /** Fields of scope settings. */
  readonly settings: JsonObject
  readonly children: readonly PublishedBlock[]
  /** What authors set of its asides, by type and OLX name; absent where they set nothing. */
  readonly asides?: { readonly [type: string]: JsonObject }
  /** Why its text could not be read; nothing of it is known then, and learners see nothing in its place. */
  readonly failure?: ErrorData
}

/** The part of one library version that a unit refers to. */
export interface PublishedSource {
  /** Library key, as text, without version. */
  readonly library: string
  /** Hash of the whole library version. */
  readonly version: string
  /** Blocks by their usage key in the library. */
  readonly blocks: { readonly [usageKey: string]: PublishedBlock }
}

/**
 * What publishing hands from the authors' side to the learners' side: a unit with everything needed to
 * compose it, so that one read is enough and nothing of the authors' side is needed later.
 * See docs/decisions/0001-one-record-per-unit.md.
 */
export interface PublishedUnit {
  /** Usage key of the unit, as text. */
  readonly key: string
  /** Key of the learning context, as text, without branch or version. */
  readonly context: string
  readonly root: PublishedBlock
  /** Inheritable settings as they stand at the unit's parent, by OLX name. */
  readonly inherited: JsonObject
  readonly sources: readonly PublishedSource[]
}

/** One line of a course outline; a unit is a leaf here. */
export interface OutlineNode {
  readonly key: string
  readonly type: string
  readonly title: string
  /** Only staff may see it and what is below; its `visible_to_staff_only` is true. */
  readonly staffOnly?: true
  /** Left out of tables of contents, but not locked; its `hide_from_toc` is true. */
  readonly hideFromToc?: true
  /** What it says itself of who may see it, and when, by OLX name; absent where it says nothing. */
  readonly release?: JsonObject
  readonly children: readonly OutlineNode[]
}

/** Where a unit stands in its course. */
export interface UnitPlace {
  /** From the course down to the unit itself. */
  readonly path: readonly OutlineNode[]
  /** Another one where any of them says something else of who may see it, and when. */
  readonly name: string
}

/** One unit of a publication. */
export interface UnitEntry {
  readonly key: string
  readonly title: string
  /** Content hash of the PublishedUnit. */
  readonly record: string
  /** Usage keys of the blocks in it, itself first; a referenced block is found through the block that refers to it. */
  readonly blocks: readonly string[]
}

/** A static file of a context: its bytes are stored once under `hash`. */
export interface PublishedAsset {
  readonly hash: string
  readonly mimeType: string
  readonly size: number
}

/**
 * One published version of a learning context. Immutable; which publication is *the* published one is a
 * single pointer, switched last.
 */
export interface Publication {
  /** Key of the learning context, as text. */
  readonly context: string
  readonly kind: 'course' | 'library'
  readonly title: string
  /** Hash of the authored snapshot this publication was made of. */
  readonly version: string
  readonly outline: OutlineNode
  /** Units in course order. */
  readonly units: readonly UnitEntry[]
  /**
   * Static files by the name content uses after `/static/`. A file that belongs to one library block also goes by
   * that block's usage key in the library, a slash and the name, as two blocks may each have an `image.png`.
   */
  readonly assets: { readonly [name: string]: PublishedAsset }
}
