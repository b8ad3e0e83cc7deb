import type { BlockTypes } from '../../runtime/block/index.js'
import { latestVersion } from '../../runtime/keys/index.js'
import { libraryVersion, type AuthoringStore, type LibraryPin, type VersionView } from '../version/index.js'
import { PublishedBlocks } from './published-blocks.js'

/** The library versions that a version needs. */
export interface ReferredLibraries {
  /** Those that are in the store, each by the name that it has there. */
  readonly found: readonly LibraryPin[]
  /** Those that are not, as they are referred to. */
  readonly missing: readonly LibraryPin[]
}

/** Blocks that are looked at together. */
const batch = 2000

/**
 * The library versions that blocks of a version refer to, and those that these refer to themselves. Each is read once.
 * @throws CompositorError `store-unavailable`, `store-damaged`
 */
export async function referredLibraries(
  view: VersionView,
  store: AuthoringStore,
  types: BlockTypes,
): Promise<ReferredLibraries> {
  const asked = new Set<string>()
  const found = new Map<string, LibraryPin>()
  const missing: LibraryPin[] = []
  const waiting: VersionView[] = [view]
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    for await (const pin of pinsIn(one, types)) {
      const text = `${pin.library}@${pin.version}`
      if (asked.has(text)) continue
      asked.add(text)
      const version = pin.version === latestVersion ? await libraryVersion(store, pin.library) : pin.version
      const library = version === null ? undefined : await store.findView(pin.library, version)
      if (library?.kind !== 'library') missing.push(pin)
      else if (!found.has(`${library.context}@${library.name}`)) {
        found.set(`${library.context}@${library.name}`, { library: library.context, version: library.name })
        waiting.push(library)
      }
    }
  }
  return { found: [...found.values()], missing }
}

/** What blocks refer to; one whose references cannot be read refers to nothing. */
async function* pinsIn(view: VersionView, types: BlockTypes): AsyncIterable<LibraryPin> {
  const blocks = new PublishedBlocks(view, types)
  let some: string[] = []
  for await (const [usage, { type }] of view.allBlocks()) {
    if (types.get(type)?.capabilities.references) some.push(usage)
    if (some.length < batch) continue
    yield* pinsOf(some, blocks, types)
    some = []
  }
  yield* pinsOf(some, blocks, types)
}

/** What these blocks of a version refer to. @throws CompositorError `store-unavailable`, `store-damaged` */
export function pinsAt(
  usages: readonly string[],
  view: VersionView,
  types: BlockTypes,
): AsyncIterable<LibraryPin> {
  return pinsOf(usages, new PublishedBlocks(view, types), types)
}

async function* pinsOf(
  usages: readonly string[],
  blocks: PublishedBlocks,
  types: BlockTypes,
): AsyncIterable<LibraryPin> {
  await blocks.load(usages, true)
  for (const usage of usages) {
    const block = blocks.block(usage)
    const type = block && types.get(block.type)
    const references = type?.capabilities.references
    if (!block || !type || !references || block.failure) continue
    const { definition, content, settings } = block
    const fields = { ...content, ...settings }
    try {
      for (const { library, version } of references(
        type.sharedFields({ usage, type: block.type, definition, fields }),
      ))
        if (library !== '' && version !== '') yield { library, version }
    } catch {
      continue
    }
  }
}
