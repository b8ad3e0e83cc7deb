import { CompositorError } from '../../runtime/errors/index.js'
import type { PlacedTag, Tag } from './taxonomy.js'

/** Most tags of one taxonomy, and most levels. */
export const taxonomyLimits = { tags: 100_000, levels: 10 }

const longest = { id: 255, value: 500 }

/** A tag as it was read, with what to call the place it was read from, such as `line 3`. */
export interface ReadTag extends Tag {
  readonly at: string
}

/**
 * Tags with the place of each: parents before their children, siblings in the order given.
 * @throws CompositorError `taxonomy-invalid` for two of one id or value, parents that are not there, circles, too many
 */
export function placedTags(tags: readonly (Tag | ReadTag)[]): PlacedTag[] {
  checkTags(tags)
  const below = new Map<string | undefined, Tag[]>()
  for (const tag of tags) {
    const siblings = below.get(tag.parent)
    if (siblings) siblings.push(tag)
    else below.set(tag.parent, [tag])
  }
  const placed: PlacedTag[] = []
  const open = [...(below.get(undefined) ?? [])].reverse().map((tag) => ({ tag, path: [tag.value] }))
  for (let next = open.pop(); next; next = open.pop()) {
    const { tag, path } = next
    const { id, value, parent } = tag
    const children = below.get(id) ?? []
    const own = { id, value, ...(parent !== undefined && { parent }) }
    placed.push({ ...own, depth: path.length - 1, path, children: children.length })
    if (path.length === taxonomyLimits.levels && children.length > 0)
      throw invalid(
        children[0],
        `stands below ${taxonomyLimits.levels} others: no taxonomy has more than ${taxonomyLimits.levels} levels`,
      )
    for (const child of children.toReversed()) open.push({ tag: child, path: [...path, child.value] })
  }
  if (placed.length < tags.length) {
    const seen = new Set(placed.map(({ id }) => id))
    throw invalid(
      tags.find(({ id }) => !seen.has(id)),
      'stands below itself',
    )
  }
  return placed
}

/** By the id of each tag, the ids from the top down to its own. */
export function tagPaths(tags: readonly Tag[]): ReadonlyMap<string, readonly string[]> {
  const paths = new Map<string, readonly string[]>()
  // Parents stand before their children.
  for (const { id, parent } of tags)
    paths.set(id, parent === undefined ? [id] : [...(paths.get(parent) ?? []), id])
  return paths
}

function checkTags(tags: readonly (Tag | ReadTag)[]): void {
  if (tags.length > taxonomyLimits.tags) {
    const message = `${tags.length} tags are more than the ${taxonomyLimits.tags} that a taxonomy may have.`
    throw new CompositorError('taxonomy-invalid', message)
  }
  const ids = new Set<string>()
  const values = new Map<string, string>()
  for (const tag of tags) {
    const { id, value } = tag
    if (!isText(id, longest.id)) throw invalid(tag, `has no id of 1 to ${longest.id} characters`)
    if (!isText(value, longest.value)) throw invalid(tag, `has no value of 1 to ${longest.value} characters`)
    if (ids.has(id)) throw invalid(tag, 'has an id that another tag has')
    const folded = value.normalize('NFC').toLowerCase()
    const other = values.get(folded)
    if (other !== undefined) throw invalid(tag, `has the value '${cut(value)}', as tag '${cut(other)}' has`)
    ids.add(id)
    values.set(folded, id)
  }
  for (const tag of tags)
    if (tag.parent !== undefined && !ids.has(tag.parent))
      throw invalid(tag, `stands below '${cut(tag.parent)}', which is not there`)
}

function isText(text: string, most: number): boolean {
  return text.trim() === text && text !== '' && text.length <= most && !/\p{Cc}/u.test(text)
}

function invalid(tag: Tag | ReadTag | undefined, why: string): CompositorError {
  const at = tag && 'at' in tag ? ` (${tag.at})` : ''
  return new CompositorError('taxonomy-invalid', `The tag '${cut(tag?.id ?? '')}'${at} ${why}.`)
}

function cut(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
