import type { BlockReference, BlockType, BlockTypes } from '../../runtime/block/index.js'
import { CompositorError, messageOf } from '../../runtime/errors/index.js'
import {
  LibraryKey,
  librarySourceText,
  parseContextKey,
  parseLibrarySource,
  V1LibraryKey,
  type SourceLibraryKey,
} from '../../runtime/keys/index.js'
import type { JsonObject } from '../../runtime/values/index.js'
import type { StoredVersionView, VersionBlock } from '../version/index.js'

/** A library that a reference names, with the name of a version of it, or `latest` where the reference follows it. */
export interface NamedLibrary {
  /** Key, as text. */
  readonly library: string
  readonly version: string
}

/** A block of a draft that refers to libraries, with what it names of them. */
export interface DraftReference {
  /** Usage key, as text. */
  readonly usage: string
  readonly type: BlockType
  readonly block: VersionBlock
  readonly content: JsonObject
  readonly libraries: readonly NamedLibrary[]
  readonly named: readonly BlockReference[]
}

/** The setting in which references list their libraries, and the one that says which versions their author declined. */
export const [librariesField, declinedField] = ['source_libraries', 'declined_versions'] as const

/** References that are read together. */
const batch = 200

/** The references of a draft, in an order that means nothing. One that cannot be read refers to nothing. */
export async function* referencesIn(
  view: StoredVersionView,
  types: BlockTypes,
): AsyncIterable<DraftReference> {
  let some = new Map<string, VersionBlock>()
  for await (const [usage, block] of view.allBlocks()) {
    if (!referringType(block, types)) continue
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
 * @throws CompositorError `block-not-found`; `draft-fixed` for a block that refers to no library, or cannot be read
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
  const type = referringType(block, types)
  if (!type) {
    const message = `'${usage}' is of type ${block.type}, which refers to no library.`
    throw new CompositorError('draft-fixed', message, { usage })
  }
  const { content = {} } = (await view.definitions([block.definition])).get(block.definition) ?? {}
  try {
    return read(usage, type, block, content)
  } catch (thrown) {
    const message = `The references of '${usage}' cannot be read: ${messageOf(thrown)}`
    throw new CompositorError('draft-fixed', message, { usage, cause: thrown })
  }
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

/** The libraries that a setting lists; what names none is left out. */
export function namedLibraries(value: unknown): readonly NamedLibrary[] {
  const entries: readonly unknown[] = Array.isArray(value) ? value : []
  return entries.flatMap((entry) => (typeof entry === 'string' ? (namedLibrary(entry) ?? []) : []))
}

/** What one entry of {@link librariesField} names; undefined where that is no library. */
export function namedLibrary(entry: string): NamedLibrary | undefined {
  try {
    const { library, version } = parseLibrarySource(entry)
    return { library: library.toString(), version }
  } catch {
    return undefined
  }
}

/** An entry of {@link librariesField}. */
export function libraryEntry({ library, version }: NamedLibrary): string {
  return librarySourceText({ library: libraryOf(library), version })
}

/** @throws CompositorError `key-malformed`, `key-kind` */
function libraryOf(text: string): SourceLibraryKey {
  const key = parseContextKey(text)
  if (key instanceof LibraryKey || key instanceof V1LibraryKey) return key
  throw new CompositorError('key-kind', `'${text.slice(0, 300)}' is no library.`)
}

/** The type of a block that refers to libraries by the settings that such types share; undefined for any other. */
function referringType({ type: name }: VersionBlock, types: BlockTypes): BlockType | undefined {
  const type = types.get(name)
  const isReferring = type?.capabilities.references && type.fieldByOlxName(librariesField)
  return isReferring ? type : undefined
}

async function* readTogether(
  blocks: ReadonlyMap<string, VersionBlock>,
  view: StoredVersionView,
  types: BlockTypes,
): AsyncIterable<DraftReference> {
  if (blocks.size === 0) return
  const definitions = await view.definitions([...blocks.values()].map(({ definition }) => definition))
  for (const [usage, block] of blocks) {
    const type = referringType(block, types)
    const { content = {} } = definitions.get(block.definition) ?? {}
    try {
      if (type) yield read(usage, type, block, content)
    } catch {
      // What is wrong with it is told where it is edited and published.
    }
  }
}

function read(usage: string, type: BlockType, block: VersionBlock, content: JsonObject): DraftReference {
  const named = namedWith({ usage, type, block, content }, block.settings)
  const libraries = namedLibraries(block.settings[librariesField])
  return { usage, type, block, content, libraries, named }
}
