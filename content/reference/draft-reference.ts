import {
  poolQueryOf,
  type BlockReference,
  type BlockType,
  type BlockTypes,
  type PoolQuery,
  type ReferenceFieldNames,
} from '../../runtime/block/index.js'
import { CompositorError, messageOf } from '../../runtime/errors/index.js'
import {
  parseLibrarySource,
  parseSourceBlock,
  type LibrarySourceRef,
  type SourceBlockKey,
} from '../../runtime/keys/index.js'
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../runtime/values/index.js'
import type { StoredVersionView, VersionBlock } from '../version/index.js'
import { librariesField, type NamedLibrary } from './named-library.js'

/** The setting in which references say which subset of their libraries they ask for. */
export const queryField = 'pool_query'

/** A block of a draft that refers to libraries, as its fields say it. */
export interface DraftReference {
  /** Usage key, as text. */
  readonly usage: string
  readonly type: BlockType
  /** Undefined for a type that does not say where it keeps what it refers to. */
  readonly names: ReferenceFieldNames | undefined
  readonly block: VersionBlock
  readonly content: JsonObject
  /** The libraries that its setting lists. */
  readonly libraries: readonly NamedLibrary[]
  /** Those, and libraries that its type names elsewhere. */
  readonly sources: readonly LibrarySourceRef[]
  /** Entries of the setting that name no library. */
  readonly malformed: readonly string[]
  /** What the type says that it refers to; nothing where that cannot be read. */
  readonly references: readonly BlockReference[]
  /** Why what it refers to cannot be read. */
  readonly unreadable?: string
  /** Keys of the blocks that are named, as they are written. */
  readonly named: readonly string[]
  readonly query: PoolQuery | undefined
  /** How many a learner gets; undefined of a type that does not draw. */
  readonly count: number | undefined
}

/** References that are read together. */
const batch = 200

/** The references of a draft that can be brought to other versions, in an order that means nothing. */
export async function* referencesIn(
  view: StoredVersionView,
  types: BlockTypes,
): AsyncIterable<DraftReference> {
  let some = new Map<string, VersionBlock>()
  for await (const [usage, block] of view.allBlocks()) {
    if (!listingType(block, types)) continue
    some.set(usage, block)
    if (some.size < batch) continue
    yield* readTogether(some, view, types)
    some = new Map()
  }
  yield* readTogether(some, view, types)
}

/**
 * One reference of a draft.
 * @param usage key, as text
 * @throws CompositorError `block-not-found`; `draft-fixed` for a block that refers to no library
 */
export async function referenceAt(
  view: StoredVersionView,
  usage: string,
  types: BlockTypes,
): Promise<DraftReference> {
  const block = await view.block(usage)
  if (!block) {
    const message = `The draft of '${view.context}' has no block '${usage.slice(0, 300)}'.`
    throw new CompositorError('block-not-found', message, { usage })
  }
  const type = types.get(block.type)
  if (!type?.capabilities.references) throw refersToNone(usage, block)
  const { content = {} } = (await view.definitions([block.definition])).get(block.definition) ?? {}
  return read(usage, type, block, content)
}

/**
 * One reference of a draft that can be brought to other versions.
 * @param usage key, as text
 * @throws CompositorError those of {@link referenceAt}; `draft-fixed` for one that lists no libraries, or cannot be read
 */
export async function listingReferenceAt(
  view: StoredVersionView,
  usage: string,
  types: BlockTypes,
): Promise<DraftReference> {
  const reference = await referenceAt(view, usage, types)
  if (!listingType(reference.block, types)) throw refersToNone(usage, reference.block)
  if (reference.unreadable === undefined) return reference
  const message = `The references of '${usage}' cannot be read: ${reference.unreadable}`
  throw new CompositorError('draft-fixed', message, { usage })
}

/** What a reference names once its settings are others. @throws what its type does */
export function namedWith(
  { usage, type, block, content }: Pick<DraftReference, 'usage' | 'type' | 'block' | 'content'>,
  settings: JsonObject,
): readonly BlockReference[] {
  const { references } = type.capabilities
  const fields = { ...content, ...settings }
  return (
    references?.(type.sharedFields({ usage, type: type.name, definition: block.definition, fields })) ?? []
  )
}

/** The blocks that a reference names, those left out that are no keys of library blocks. */
export function namedBlocks({ named }: DraftReference): readonly SourceBlockKey[] {
  return named.flatMap((text) => {
    try {
      return [parseSourceBlock(text)]
    } catch {
      return []
    }
  })
}

/** The type of a block that refers to the libraries of the setting that such types share; undefined for any other. */
function listingType({ type: name }: VersionBlock, types: BlockTypes): BlockType | undefined {
  const type = types.get(name)
  return type?.capabilities.references && type.fieldByOlxName(librariesField) ? type : undefined
}

async function* readTogether(
  blocks: ReadonlyMap<string, VersionBlock>,
  view: StoredVersionView,
  types: BlockTypes,
): AsyncIterable<DraftReference> {
  if (blocks.size === 0) return
  const definitions = await view.definitions([...blocks.values()].map(({ definition }) => definition))
  for (const [usage, block] of blocks) {
    const type = listingType(block, types)
    const { content = {} } = definitions.get(block.definition) ?? {}
    const reference = type && read(usage, type, block, content)
    // What is wrong with one is told where it is edited and published.
    if (reference && reference.unreadable === undefined) yield reference
  }
}

function read(usage: string, type: BlockType, block: VersionBlock, content: JsonObject): DraftReference {
  const { referenceFields: names, choice } = type.capabilities
  const fields = { ...content, ...block.settings }
  const sources: LibrarySourceRef[] = []
  const malformed: string[] = []
  for (const text of textsIn(fields[librariesField])) {
    try {
      sources.push(parseLibrarySource(text))
    } catch {
      malformed.push(text)
    }
  }
  const libraries = sources.map(({ library, version }) => ({ library: library.toString(), version }))
  const query = fields[queryField]
  const said = {
    usage,
    type,
    names,
    block,
    content,
    libraries,
    malformed,
    named: names ? textsIn(fields[names.blocks]) : [],
    query: poolQueryOf(isJsonObject(query) ? query : {}),
  }
  try {
    const references = namedWith({ usage, type, block, content }, block.settings)
    for (const { library, version } of references) addSource(sources, library, version)
    const shared = type.sharedFields({ usage, type: type.name, definition: block.definition, fields })
    const count = choice?.maxCount?.(shared)
    return { ...said, sources, references, count: typeof count === 'number' ? count : undefined }
  } catch (thrown) {
    return { ...said, sources, references: [], count: undefined, unreadable: messageOf(thrown) }
  }
}

/** A library that a type names elsewhere than in its setting. */
function addSource(sources: LibrarySourceRef[], library: string, version: string): void {
  if (library === '' || version === '' || sources.some((one) => one.library.toString() === library)) return
  const text = library.startsWith('library-v1:') ? `${library}+version@${version}` : `${library}:${version}`
  sources.push(parseLibrarySource(text))
}

function textsIn(value: Json | undefined): string[] {
  return (value !== undefined && isJsonArray(value) ? value : []).filter((one) => typeof one === 'string')
}

function refersToNone(usage: string, { type }: VersionBlock): CompositorError {
  const message = `'${usage}' is of type ${type}, which refers to no library.`
  return new CompositorError('draft-fixed', message, { usage })
}
