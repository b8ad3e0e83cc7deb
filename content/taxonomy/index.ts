/** Taxonomies, and the tags of blocks. */
export type { BlockTags, PlacedTag, Tag, TagChange, TagName, Taxonomy, TaxonomyHead } from './taxonomy.js'
