import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { LibraryKey, parseContextKey, parseUsageKey, V1LibraryKey } from '../../runtime/keys/index.js'
import { libraryVersion, type AuthoringStore, type DraftOperation, type LogWords } from '../version/index.js'
import { ChildrenUpdate } from './children-update.js'

/** A library that banks can draw from. */
export interface AvailableLibrary {
  /** Key, as text. */
  readonly library: string
  readonly title: string
  /** Name of the version that banks are updated to; null where there is none yet. */
  readonly version: string | null
}

/** What became of the children of a bank. Usage keys are texts. */
export interface UpdatedChildren {
  readonly bank: string
  readonly library: string
  /** Name of the library's version that the bank is of now, and of its draft. */
  readonly libraryVersion: string
  readonly version: string
  readonly added: readonly string[]
  readonly updated: readonly string[]
  readonly removed: readonly string[]
}

/** The libraries of a site, of both generations (the incumbent's `list_available_libraries`). */
export async function availableLibraries(store: AuthoringStore): Promise<AvailableLibrary[]> {
  const libraries: AvailableLibrary[] = []
  for (const context of await store.contexts()) {
    const { kind, title } = await store.head(context)
    if (kind === 'library')
      libraries.push({ library: context, title, version: await libraryVersion(store, context) })
  }
  return libraries
}

/**
 * Brings the children of a bank to what its library has: new blocks are copied under derived ids, changed ones updated but for what is set
 * here, and those taken away that the library has no more. Copies keep their keys (the incumbent's `update_children`).
 * @param usage of the bank, as text
 * @throws CompositorError `context-unknown`, `block-not-found`, `draft-fixed` for what is no bank of a library, `library-version-missing`
 */
export async function updateChildren(
  store: AuthoringStore,
  types: BlockTypes,
  usage: string,
  words: LogWords = {},
): Promise<UpdatedChildren> {
  const bank = parseUsageKey(usage).withoutBranchOrVersion()
  const context = bank.context.toString()
  const course = await store.view(context, 'draft')
  const block = await course.block(bank.toString())
  if (!block)
    throw new CompositorError('block-not-found', `The draft of '${context}' has no block '${usage}'.`, {
      usage,
    })
  const { source_library_id: source, capa_type: kind } = block.settings
  const library = libraryOf(source, usage)
  const version = await libraryVersion(store, library.toString())
  if (version === null) {
    const message = `'${library.toString()}', which '${usage}' draws from, is not published here.`
    throw new CompositorError('library-version-missing', message, { usage })
  }
  const from = await store.view(library.toString(), version)
  const updating = await ChildrenUpdate.of(store, types, course, from, library)
  const members = await updating.members(typeof kind === 'string' ? kind : 'any')
  await updating.level(bank.toString(), block, members)
  const own = { source_library_id: library.toString(), source_library_version: version }
  const operations: DraftOperation[] = [
    ...updating.operations,
    { do: 'edit', edit: { usage: bank.toString(), content: {}, settings: own, reset: [] } },
  ]
  const done = await store.operate(context, types, operations, { ...words, expected: course.name })
  const { added, updated, removed } = updating
  return {
    bank: bank.toString(),
    library: library.toString(),
    libraryVersion: version,
    version: done.version,
    added,
    updated,
    removed,
  }
}

function libraryOf(source: unknown, usage: string): LibraryKey | V1LibraryKey {
  try {
    const key = parseContextKey(typeof source === 'string' ? source : '')
    if (key instanceof LibraryKey) return key
    if (key instanceof V1LibraryKey) return key.withoutBranchOrVersion()
  } catch {
    // Said below.
  }
  const message = `'${usage}' names no library in source_library_id.`
  throw new CompositorError('draft-fixed', message, { usage })
}
