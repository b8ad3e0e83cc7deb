/** Taxonomies, and the tags of blocks. */
export { TaggedBlocks, tagNameOf, tagText, type KnownBlocks } from './block-tags.js'
export { draftBlocks } from './draft-blocks.js'
export { csvRows, csvText, safeCell, type CsvRow } from './csv.js'
export { readTags, writeTags, type TagFile, type TagFormat } from './tag-file.js'
export type { TagImport } from './tag-import.js'
export { placedTags, tagPaths, taxonomyLimits } from './tag-order.js'
export { Taxonomies, type ListedTaxonomy, type TagImportOptions } from './taxonomies.js'
export type { BlockTags, PlacedTag, Tag, TagChange, TagName, Taxonomy, TaxonomyHead } from './taxonomy.js'
