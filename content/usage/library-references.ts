import type { BlockTypes } from '../../runtime/block/index.js'
import {
  LibraryBlockKey,
  LibraryContainerKey,
  parseKey,
  V1LibraryBlockKey,
} from '../../runtime/keys/index.js'
import type { JsonObject } from '../../runtime/values/index.js'
import type { StoredVersionView, VersionBlock } from '../version/index.js'
import { linkOf } from '../upstream/upstream-link.js'

/** One library block that a block refers to, or `*` for all of a library. */
export interface LibraryUse {
  /** Library key, as text, without version. */
  readonly library: string
  /** Usage key, as text, or `*`. */
  readonly block: string
  readonly version?: string
  readonly how: 'reference' | 'whole' | 'link' | 'child'
}

/** The block types of containers in keys of libraries. */
const containers: ReadonlySet<string> = new Set(['unit', 'subsection', 'section'])

/**
 * The library blocks that blocks of a version refer to: by what their types say, by a link to their upstream, or as a container
 * of a library holds its children. Those that refer to none are left out.
 */
export async function libraryUses(
  blocks: ReadonlyMap<string, VersionBlock>,
  view: Pick<StoredVersionView, 'kind' | 'definitions'>,
  types: BlockTypes,
): Promise<ReadonlyMap<string, readonly LibraryUse[]>> {
  const referring = [...blocks.values()].filter(({ type }) => types.get(type)?.capabilities.references)
  const definitions = await view.definitions(referring.map(({ definition }) => definition))
  const found = new Map<string, readonly LibraryUse[]>()
  for (const [usage, block] of blocks) {
    const content = definitions.get(block.definition)?.content ?? {}
    const uses = [
      ...referred(usage, block, content, types),
      ...linked(block.settings),
      ...(view.kind === 'library' ? held(usage, block) : []),
    ]
    if (uses.length > 0) found.set(usage, uses)
  }
  return found
}

function referred(
  usage: string,
  { type: name, definition, settings }: VersionBlock,
  content: JsonObject,
  types: BlockTypes,
): LibraryUse[] {
  const type = types.get(name)
  const references = type?.capabilities.references
  if (!type || !references) return []
  try {
    const fields = { ...content, ...settings }
    return references(type.sharedFields({ usage, type: name, definition, fields })).flatMap(
      ({ library, version, block }): LibraryUse[] => {
        if (library === '') return []
        const how = block === '*' ? 'whole' : 'reference'
        return [{ library, block, ...(version !== '' && { version }), how }]
      },
    )
  } catch {
    // What is wrong with it is told where it is edited and published.
    return []
  }
}

function linked(settings: JsonObject): LibraryUse[] {
  const { upstream, version } = linkOf(settings) ?? {}
  const found = upstream === undefined ? undefined : libraryBlock(upstream)
  if (!found) return []
  return [{ ...found, ...(typeof version === 'number' && { version: String(version) }), how: 'link' }]
}

/** A library block by its own key, or the incumbent's key of a container. */
function libraryBlock(text: string): Pick<LibraryUse, 'library' | 'block'> | undefined {
  try {
    const key = parseKey(text)
    if (key instanceof LibraryBlockKey) return { library: key.library.toString(), block: key.toString() }
    if (key instanceof V1LibraryBlockKey) {
      const own = key.withoutBranchOrVersion()
      return { library: own.context.toString(), block: own.toString() }
    }
    if (!(key instanceof LibraryContainerKey)) return undefined
    const { library, containerType, containerId } = key
    const block = new LibraryBlockKey({ library, blockType: containerType, blockId: containerId })
    return { library: library.toString(), block: block.toString() }
  } catch {
    return undefined
  }
}

function held(usage: string, { children }: VersionBlock): LibraryUse[] {
  if (children.length === 0 || !usage.startsWith('lb:')) return []
  const key = parseKey(usage)
  if (!(key instanceof LibraryBlockKey) || !containers.has(key.blockType)) return []
  return children.map((block) => ({ library: key.library.toString(), block, how: 'child' }))
}
