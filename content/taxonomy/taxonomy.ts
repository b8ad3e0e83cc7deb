/** A tag of a taxonomy; it may stand below another. */
export interface Tag {
  /** At most 255 characters, none of them a control character; it stays when the tag gets another name. */
  readonly id: string
  /** What people read, at most 500 characters; of the tags of a taxonomy no two have the same, whatever the case. */
  readonly value: string
  /** Id of the tag that it stands below; absent at the top. */
  readonly parent?: string
}

/** What is known of a taxonomy besides its tags. */
export interface TaxonomyHead {
  /** Letters, digits, `-`, `_` and `.`, at most 100; it stays when the taxonomy gets another name. */
  readonly id: string
  readonly name: string
  readonly description: string
  /** Whether a block may have several of its tags; yes where it is not said. */
  readonly allowsSeveral: boolean
}

/** A way to sort what authors keep: tags, in levels. Site data, no part of any course or library. */
export interface Taxonomy extends TaxonomyHead {
  /** Parents stand before their children, and children in their order. */
  readonly tags: readonly Tag[]
}

/** A tag with the place that it has in its taxonomy. */
export interface PlacedTag extends Tag {
  /** 0 at the top. */
  readonly depth: number
  /** Values from the top down to its own. */
  readonly path: readonly string[]
  readonly children: number
}

/** A tag of a block: `TAXONOMY:TAG` as text. */
export interface TagName {
  /** Id of the taxonomy. */
  readonly taxonomy: string
  /** Id of the tag. */
  readonly tag: string
}

/** The tags of a block by the id of their taxonomy: their ids, sorted. */
export type BlockTags = Readonly<Record<string, readonly string[]>>

/** What becomes of the tags of some blocks of one course or library, in one step. */
export interface TagChange {
  /** Usage keys, as text. */
  readonly usages: readonly string[]
  readonly add?: readonly TagName[]
  readonly remove?: readonly TagName[]
}
