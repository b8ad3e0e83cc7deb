import { CompositorError } from '../../runtime/errors/index.js'
import {
  ContextualKey,
  CourseBlockKey,
  LibraryBlockKey,
  parseContextKey,
  parseUsageKey,
  V1LibraryBlockKey,
  V1LibraryKey,
  type UsageKey,
} from '../../runtime/keys/index.js'
import { isJsonObject, type JsonObject } from '../../runtime/values/json.js'
import type { AuthoringStore, VersionView } from '../version/index.js'
import { bankType, libraryCopies } from './library-copies.js'
import { migratedTo } from './migrated-libraries.js'
import { originsOf } from './migrated-origins.js'
import { upstreamOf } from '../upstream/upstream-link.js'

/** Which library block a block comes from (the incumbent's `get_block_original_usage`). */
export interface OriginalUsage {
  /** Usage key that was asked for, as text. */
  readonly usage: string
  /** Usage key of the library block, as text: the newest that is known; null where it comes from no library. */
  readonly original: string | null
  /** The version that it is of: a number of the block, or the name of a version of the library, as the reference says it. */
  readonly version: string | null
  /** Usage key in the v1 library that it goes back to, as text. */
  readonly former: string | null
}

/**
 * Where a block comes from: a copy or a reference in a course, under its key or one it had, or a block of a library of either
 * generation.
 * @throws CompositorError `key-malformed`, `key-kind`, `context-unknown`, `block-not-found`
 */
export async function originalUsage(store: AuthoringStore, key: string): Promise<OriginalUsage> {
  const asked = parseUsageKey(key).withoutBranchOrVersion()
  return { usage: key, ...(await found(store, asked)) }
}

type Found = Omit<OriginalUsage, 'usage'>

async function found(store: AuthoringStore, usage: UsageKey): Promise<Found> {
  if (usage instanceof ContextualKey) {
    const { definition, usage: bank } = usage
    return {
      ...(await ofLibrary(store, definition)),
      version: await pinned(store, bank, definition.context.toString()),
    }
  }
  if (usage instanceof LibraryBlockKey || usage instanceof V1LibraryBlockKey) return ofLibrary(store, usage)
  if (usage instanceof CourseBlockKey) return ofCourse(store, usage)
  throw new CompositorError('key-kind', `'${usage.toString()}' is no block of a course or library.`)
}

async function ofLibrary(store: AuthoringStore, key: LibraryBlockKey | V1LibraryBlockKey): Promise<Found> {
  const text = key.toString()
  const isOld = key instanceof V1LibraryBlockKey
  const library = isOld ? await migratedTo(store, key.library.toString()) : key.library.toString()
  const head = library === undefined ? undefined : await store.findHead(library)
  if (library === undefined || !head) return { original: text, version: null, former: isOld ? text : null }
  const origins = await originsOf(store, await store.view(library, 'draft'))
  if (isOld) return { original: origins?.blocks[text] ?? text, version: null, former: text }
  const [former] = Object.entries(origins?.blocks ?? {}).find(([, now]) => now === text) ?? []
  return { original: text, version: null, former: isV1(former) ? former : null }
}

async function ofCourse(store: AuthoringStore, usage: CourseBlockKey): Promise<Found> {
  const text = usage.toString()
  const view = await store.view(usage.context.toString(), 'draft')
  const renamed = await view.fact('renamed_blocks')
  const newest = isJsonObject(renamed) ? renamed[text] : undefined
  if (typeof newest === 'string' && newest !== text) return found(store, parseUsageKey(newest))
  const block = await view.block(text)
  if (!block)
    throw new CompositorError('block-not-found', `The draft of '${view.context}' has no block '${text}'.`, {
      usage: text,
    })
  const upstream = upstreamOf(block.settings)
  const { copied_from_block: from } = block.settings
  const former = isV1(from) ? from : null
  if (upstream !== null) {
    const known = former === null ? (await ofLibraryText(store, upstream)).former : former
    return { original: upstream, version: versionOf(block.settings), former: known }
  }
  return (await ofCopy(store, view, text)) ?? { original: former, version: null, former }
}

/** A copy of a v1 library that was not migrated, by its derived id. */
async function ofCopy(store: AuthoringStore, view: VersionView, usage: string): Promise<Found | undefined> {
  let above = await view.block(usage)
  for (let key = above?.parent; key !== undefined; key = above?.parent) {
    above = await view.block(key)
    const { source_library_id: source, source_library_version: version } = above?.settings ?? {}
    if (!above || above.type !== bankType || typeof source !== 'string') continue
    const plain = v1Library(source)
    if (!plain || (await store.findHead(plain.toString())) === undefined) return undefined
    const from = await store.view(plain.toString(), 'draft')
    const bank = { usage: key, block: above, source }
    const copy = (await libraryCopies(view, [bank], plain, from)).find((one) => one.usage === usage)
    if (!copy) return undefined
    const original = (await ofLibraryText(store, copy.original)).original
    return { original, version: typeof version === 'string' ? version : null, former: copy.original }
  }
  return undefined
}

function v1Library(text: string): V1LibraryKey | undefined {
  try {
    const key = parseContextKey(text)
    return key instanceof V1LibraryKey ? key.withoutBranchOrVersion() : undefined
  } catch {
    return undefined
  }
}

async function ofLibraryText(store: AuthoringStore, key: string): Promise<Found> {
  try {
    const usage = parseUsageKey(key)
    if (usage instanceof LibraryBlockKey || usage instanceof V1LibraryBlockKey)
      return await ofLibrary(store, usage)
  } catch {
    // A link that leads nowhere stays as it is.
  }
  return { original: key, version: null, former: null }
}

/** The version of a library that a reference pins. */
async function pinned(store: AuthoringStore, bank: UsageKey, library: string): Promise<string | null> {
  if (!(bank instanceof CourseBlockKey)) return null
  const view = await store.view(bank.context.toString(), 'draft')
  const { source_libraries: sources } = (await view.block(bank.toString()))?.settings ?? {}
  const pin = (Array.isArray(sources) ? sources : []).find(
    (one): one is string => typeof one === 'string' && one.startsWith(`${library}:`),
  )
  return pin?.slice(library.length + 1) ?? null
}

function versionOf({ upstream_version: version, upstream_block_version: other }: JsonObject): string | null {
  const number = version ?? other
  return typeof number === 'number' ? String(number) : null
}

function isV1(key: unknown): key is string {
  return typeof key === 'string' && key.startsWith('lib-block-v1:')
}
