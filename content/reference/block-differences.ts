import type { PublishedBlock } from '../../runtime/unit/index.js'
import type { Json } from '../../runtime/values/index.js'
import { isSameJson } from '../../runtime/values/json.js'
import { isSameContent } from '../edit/same-block.js'
import { movedChildren } from '../history/moved-children.js'
import type { BlockSides } from './library-change.js'

/** A field of a library block that has another value in another version. */
export interface FieldChange {
  /** OLX name. */
  readonly field: string
  /** Absent where it is not set. */
  readonly old?: Json
  readonly new?: Json
}

/** What became of a block of a library between two versions, or of one below it. */
export interface BlockDifference {
  readonly block: PublishedBlock
  readonly what: 'added' | 'removed' | 'changed' | 'moved'
  /** Usage key of the library block that it stands in, as text; absent of the block that is looked at. */
  readonly within?: string
  /** Of one that changed. */
  readonly fields: readonly FieldChange[]
}

/** What differs in a block and in all below it; what is added or removed comes without what is below that. */
export function blockDifferences({ before, after }: BlockSides, within?: string): readonly BlockDifference[] {
  const place = within !== undefined && { within }
  if (!before || !after) {
    const block = after ?? before
    if (!block) return []
    return [{ block, what: after ? 'added' : 'removed', fields: [], ...place }]
  }
  const found: BlockDifference[] = []
  const fields = fieldChanges(before, after)
  if (fields.length > 0) found.push({ block: after, what: 'changed', fields, ...place })
  if (before.children.length + after.children.length === 0) return found
  const [was, is] = [byKey(before), byKey(after)]
  for (const key of new Set([...was.keys(), ...is.keys()]))
    found.push(...blockDifferences({ before: was.get(key), after: is.get(key) }, after.key))
  for (const key of movedChildren([...was.keys()], [...is.keys()])) {
    const block = is.get(key)
    if (block) found.push({ block, what: 'moved', fields: [], within: after.key })
  }
  return found
}

/** A block and all below it. */
export function* withAllBelow(block: PublishedBlock): Iterable<PublishedBlock> {
  yield block
  for (const child of block.children) yield* withAllBelow(child)
}

function byKey({ children }: PublishedBlock): ReadonlyMap<string, PublishedBlock> {
  return new Map(children.map((child) => [child.key, child]))
}

function fieldChanges(before: PublishedBlock, after: PublishedBlock): FieldChange[] {
  const fields: FieldChange[] = []
  for (const name of namesIn(before.content, after.content)) {
    const [old, now] = [before.content[name], after.content[name]]
    // Attributes of an element that is a block's own text are fields, told apart.
    if (!isSameContent(old, now, after.type)) fields.push(changed(name, old, now))
  }
  for (const name of namesIn(before.settings, after.settings)) {
    const [old, now] = [before.settings[name], after.settings[name]]
    if (!isSameJson(old, now)) fields.push(changed(name, old, now))
  }
  const [was, is] = [before.asides ?? {}, after.asides ?? {}]
  for (const aside of namesIn(was, is))
    for (const name of namesIn(was[aside] ?? {}, is[aside] ?? {})) {
      const [old, now] = [was[aside]?.[name], is[aside]?.[name]]
      if (!isSameJson(old, now)) fields.push(changed(`${aside}.${name}`, old, now))
    }
  const [failed, fails] = [before.failure?.message, after.failure?.message]
  if (failed !== fails) fields.push(changed('olx', failed, fails))
  return fields
}

function changed(field: string, old: Json | undefined, now: Json | undefined): FieldChange {
  return { field, ...(old !== undefined && { old }), ...(now !== undefined && { new: now }) }
}

function namesIn(one: object, other: object): Set<string> {
  return new Set([...Object.keys(one), ...Object.keys(other)])
}
