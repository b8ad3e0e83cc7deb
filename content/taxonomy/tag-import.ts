import type { ReadTag } from './tag-order.js'
import type { Tag } from './taxonomy.js'

/** What an import changes of the tags of a taxonomy. */
export interface TagImport {
  readonly added: readonly Tag[]
  /** With the values that they had. */
  readonly renamed: readonly (Tag & { readonly before: string })[]
  /** That stand elsewhere; with the id of what they stood below, null for the top. */
  readonly moved: readonly (Tag & { readonly from: string | null })[]
  readonly removed: readonly Tag[]
  /** The tags as they are then. */
  readonly tags: readonly Tag[]
}

/**
 * What becomes of tags by an import: a tag of a known id gets the value and place that the file says; others are added.
 * @param replaces whether tags that the file does not have go; else they stay
 */
export function tagImport(
  before: readonly Tag[],
  read: readonly (Tag | ReadTag)[],
  replaces: boolean,
): TagImport {
  const known = new Map(before.map((tag) => [tag.id, tag]))
  const given = new Set(read.map(({ id }) => id))
  const after = read.map(({ id, value, parent }) => ({ id, value, ...(parent !== undefined && { parent }) }))
  const removed = replaces ? before.filter(({ id }) => !given.has(id)) : []
  const gone = new Set(removed.map(({ id }) => id))
  const byId = new Map(after.map((tag) => [tag.id, tag]))
  const tags = replaces
    ? after
    : [...before.map((tag) => byId.get(tag.id) ?? tag), ...after.filter(({ id }) => !known.has(id))]
  return {
    added: after.filter(({ id }) => !known.has(id)),
    renamed: after.flatMap((tag) => {
      const was = known.get(tag.id)
      return was && was.value !== tag.value ? [{ ...tag, before: was.value }] : []
    }),
    moved: after.flatMap((tag) => {
      const was = known.get(tag.id)
      return was && was.parent !== tag.parent ? [{ ...tag, from: was.parent ?? null }] : []
    }),
    removed,
    tags: tags.filter(({ id }) => !gone.has(id)),
  }
}
