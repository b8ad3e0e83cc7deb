import {
  poolQueryOf,
  type BlockReference,
  type BlockType,
  type BlockTypes,
  type PoolQuery,
  type ReferenceFieldNames,
} from '../../runtime/block/index.js'
import { CompositorError, messageOf } from '../../runtime/errors/index.js'
import { parseLibrarySource, type LibrarySourceRef, type UsageKey } from '../../runtime/keys/index.js'
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../runtime/values/index.js'
import type { AuthoringStore, StoredVersionView, VersionBlock } from '../version/index.js'

/** The fields that references of all types call alike, by OLX name. */
export const sharedNames = { libraries: 'source_libraries', query: 'pool_query' } as const

/** A reference of a draft, as its fields say it. */
export interface ReadReference {
  readonly usage: UsageKey
  readonly view: StoredVersionView
  readonly block: VersionBlock
  readonly type: BlockType
  /** Undefined for a type that does not say where it keeps what it refers to. */
  readonly names: ReferenceFieldNames | undefined
  /** Content and settings by OLX name. */
  readonly fields: JsonObject
  /** What the type says that it refers to; none where it cannot be read. */
  readonly references: readonly BlockReference[]
  /** Why what it refers to cannot be read. */
  readonly unreadable?: string
  readonly sources: readonly LibrarySourceRef[]
  /** Entries of `source_libraries` that name no library. */
  readonly malformed: readonly string[]
  /** Keys of the blocks that are named, as they are written. */
  readonly named: readonly string[]
  readonly query: PoolQuery | undefined
  /** How many a learner gets; undefined of a type that does not draw. */
  readonly count: number | undefined
}

/**
 * Reads a reference of the draft.
 * @throws CompositorError `context-unknown`, `block-not-found`, `draft-fixed` for a block that refers to no library
 */
export async function readReference(
  store: AuthoringStore,
  types: BlockTypes,
  asked: UsageKey,
): Promise<ReadReference> {
  const usage = asked.withoutBranchOrVersion()
  const view = await store.view(usage.context.toString(), 'draft')
  const block = await view.block(usage.toString())
  if (!block) {
    const message = `The draft of '${view.context}' has no block '${usage.toString()}'.`
    throw new CompositorError('block-not-found', message, { usage: usage.toString() })
  }
  const type = types.get(block.type)
  if (!type?.capabilities.references) {
    const message = `'${usage.toString()}' is of type ${block.type}, which refers to no library.`
    throw new CompositorError('draft-fixed', message, { usage: usage.toString() })
  }
  const definition = (await view.definitions([block.definition])).get(block.definition)
  return {
    usage,
    view,
    block,
    type,
    ...readFields(usage, type, block, { ...definition?.content, ...block.settings }),
  }
}

function readFields(usage: UsageKey, type: BlockType, { definition }: VersionBlock, fields: JsonObject) {
  const { references, referenceFields: names, choice } = type.capabilities
  const shared = type.sharedFields({ usage: usage.toString(), type: type.name, definition, fields })
  const sources: LibrarySourceRef[] = []
  const malformed: string[] = []
  for (const text of textsIn(fields[sharedNames.libraries])) {
    try {
      sources.push(parseLibrarySource(text))
    } catch {
      malformed.push(text)
    }
  }
  const query = fields[sharedNames.query]
  const rest = {
    names,
    fields,
    malformed,
    named: names ? textsIn(fields[names.blocks]) : [],
    query: poolQueryOf(isJsonObject(query) ? query : {}),
  }
  try {
    const all = references?.(shared) ?? []
    const count = choice?.maxCount?.(shared)
    for (const { library, version } of all) addSource(sources, library, version)
    return { ...rest, sources, references: all, count: typeof count === 'number' ? count : undefined }
  } catch (thrown) {
    return { ...rest, sources, references: [], count: undefined, unreadable: messageOf(thrown) }
  }
}

/** A library that a type names elsewhere than in `source_libraries`. */
function addSource(sources: LibrarySourceRef[], library: string, version: string): void {
  if (library === '' || version === '' || sources.some((one) => one.library.toString() === library)) return
  const text = library.startsWith('library-v1:') ? `${library}+version@${version}` : `${library}:${version}`
  sources.push(parseLibrarySource(text))
}

function textsIn(value: Json | undefined): string[] {
  return (value !== undefined && isJsonArray(value) ? value : []).filter((one) => typeof one === 'string')
}
