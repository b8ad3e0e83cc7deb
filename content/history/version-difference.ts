import type { Json } from '../../runtime/values/index.js'
import {
  differingParts,
  fieldName,
  partsOf,
  type AuthoringStore,
  type BlockChange,
  type VersionBlock,
} from '../version/index.js'
import { movedChildren } from './moved-children.js'

/** A block that a difference names. */
export interface NamedBlock {
  /** Usage key, as text. */
  readonly usage: string
  readonly type: string
  /** Its display name, where it has one. */
  readonly title?: string
}

/** A block that stands elsewhere. */
export interface MovedBlock extends NamedBlock {
  /** Usage keys of the blocks that it stood and stands in. */
  readonly from?: string
  readonly to?: string
}

/** A field with its value before and after; left out where it was or is not set. */
export interface FieldDifference {
  /** OLX name; `children` and the like where that is no field. */
  readonly name: string
  readonly before?: Json
  readonly after?: Json
}

/** A block with other values. */
export interface ChangedBlock extends NamedBlock {
  readonly fields: readonly FieldDifference[]
}

/** What differs between two versions. Each list is sorted by usage key or path. */
export interface VersionDifference {
  readonly context: string
  /** Names of the versions. */
  readonly before: string
  readonly after: string
  readonly added: readonly NamedBlock[]
  readonly removed: readonly NamedBlock[]
  readonly moved: readonly MovedBlock[]
  readonly changed: readonly ChangedBlock[]
  /** Files of the versions. */
  readonly files: {
    readonly added: readonly string[]
    readonly removed: readonly string[]
    readonly changed: readonly string[]
  }
}

/** Changes whose definitions are read at a time. */
const batchSize = 200

/**
 * What differs between two versions of a course or library; it costs what the difference does.
 * @param before @param after see `AuthoringStore.view`
 * @throws CompositorError `context-unknown`, `version-unknown`, `version-ambiguous`
 */
export async function difference(
  store: AuthoringStore,
  context: string,
  before: string,
  after: string,
): Promise<VersionDifference> {
  const [one, other] = await Promise.all([store.view(context, before), store.view(context, after)])
  const added: NamedBlock[] = []
  const removed: NamedBlock[] = []
  const moved = new Map<string, MovedBlock>()
  const changed: ChangedBlock[] = []
  const stayed = async (changes: readonly TwoSided[]) => {
    const definitions = await other.definitions(
      changes.flatMap(({ before, after }) => [before.definition, after.definition]),
    )
    for (const { usage, before, after } of changes) {
      const [was, is] = [partsOf(before, definitions), partsOf(after, definitions)]
      if (before.parent !== after.parent) moved.set(usage, movedBlock(usage, before, after))
      const fields = differingParts(was, is).map((part) => {
        const [old, now] = [was.get(part), is.get(part)]
        return {
          name: fieldName(part),
          ...(old !== undefined && { before: old }),
          ...(now !== undefined && { after: now }),
        }
      })
      if (fields.length > 0) changed.push({ ...named(usage, after), fields })
      for (const child of movedChildren(before.children, after.children)) {
        const there = moved.has(child) ? undefined : await other.block(child)
        if (there) moved.set(child, { ...named(child, there), from: usage, to: usage })
      }
    }
  }
  let batch: TwoSided[] = []
  for await (const { usage, before: was, after: is } of one.changes(other)) {
    if (was && is) batch.push({ usage, before: was, after: is })
    else if (is) added.push(named(usage, is))
    else if (was) removed.push(named(usage, was))
    if (batch.length < batchSize) continue
    await stayed(batch)
    batch = []
  }
  await stayed(batch)
  const files = { added: [] as string[], removed: [] as string[], changed: [] as string[] }
  for await (const { name, before: was, after: is } of one.fileChanges(other))
    files[was && is ? 'changed' : is ? 'added' : 'removed'].push(name)
  for (const list of Object.values(files)) list.sort()
  return {
    context,
    before: one.name,
    after: other.name,
    added: added.sort(byUsage),
    removed: removed.sort(byUsage),
    moved: [...moved.values()].sort(byUsage),
    changed: changed.sort(byUsage),
    files,
  }
}

type TwoSided = BlockChange & { readonly before: VersionBlock; readonly after: VersionBlock }

function named(usage: string, { type, settings }: VersionBlock): NamedBlock {
  const { display_name: title } = settings
  return { usage, type, ...(typeof title === 'string' && title !== '' && { title }) }
}

function movedBlock(usage: string, before: VersionBlock, after: VersionBlock): MovedBlock {
  const { parent: from } = before
  const { parent: to } = after
  return { ...named(usage, after), ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
}

function byUsage(one: NamedBlock, other: NamedBlock): number {
  return one.usage < other.usage ? -1 : one.usage > other.usage ? 1 : 0
}
