import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { LibraryBlockKey, parseUsageKey } from '../../runtime/keys/index.js'
import type { JsonObject } from '../../runtime/values/json.js'
import type { AuthoringStore, BlockEdit, LogWords, OperatedDraft, VersionBlock } from '../version/index.js'
import { linkSettings, ownSettings } from './upstream-fields.js'

/** How a block of a course stands to the library block that it is linked to. */
export interface UpstreamStatus {
  /** Usage key, as text. */
  readonly usage: string
  /** Usage key of the library block, as text; null where it is linked to none. */
  readonly upstream: string | null
  /** Whether that block is in the published version of its library. */
  readonly isAvailable: boolean
  /** Numbers of versions of the library block: it was brought to, its author declined, and is published. */
  readonly version: number | null
  readonly declined: number | null
  readonly newest: number | null
  /** Whether there is something to bring it to. */
  readonly isReady: boolean
}

/** A library block as it is published. */
export interface UpstreamBlock {
  readonly block: VersionBlock
  readonly content: JsonObject
  readonly number: number
}

/** How a block of a draft stands to its library. @throws CompositorError `context-unknown`, `block-not-found` */
export async function upstreamStatus(store: AuthoringStore, usage: string): Promise<UpstreamStatus> {
  const { settings } = await draftBlockOf(store, usage)
  const upstream = upstreamOf(settings)
  const number = (name: string) => (typeof settings[name] === 'number' ? settings[name] : null)
  const [version, declined] = [number('upstream_version'), number('upstream_version_declined')]
  const newest = upstream === null ? null : ((await upstreamBlock(store, upstream))?.number ?? null)
  return {
    usage,
    upstream,
    isAvailable: newest !== null,
    version,
    declined,
    newest,
    isReady: newest !== null && newest > (version ?? 0) && newest > (declined ?? 0),
  }
}

/**
 * Brings a block to what its library publishes: its content becomes the library's, and its settings but for those that its author
 * customized and those that are a course's own, such as due dates and limits of attempts (semantics 6).
 * @throws CompositorError `context-unknown`, `block-not-found`, `library-block-missing` where it is linked to nothing that is published
 */
export async function syncUpstream(
  store: AuthoringStore,
  types: BlockTypes,
  usage: string,
  words: LogWords = {},
): Promise<OperatedDraft> {
  const block = await draftBlockOf(store, usage)
  const upstream = upstreamOf(block.settings)
  const theirs = upstream === null ? undefined : await upstreamBlock(store, upstream)
  if (upstream === null || !theirs) {
    const message = `'${usage}' is linked to ${upstream === null ? 'no library block' : `'${upstream}', which is not published`}.`
    throw new CompositorError('library-block-missing', message, { usage })
  }
  return store.operate(
    contextOf(usage),
    types,
    [{ do: 'edit', edit: syncEdit(usage, block, upstream, theirs) }],
    words,
  )
}

/** Notes that the newest version is not wanted. @throws CompositorError those of {@link syncUpstream} */
export async function declineUpstream(
  store: AuthoringStore,
  types: BlockTypes,
  usage: string,
  words: LogWords = {},
): Promise<OperatedDraft> {
  const { newest } = await upstreamStatus(store, usage)
  return set(
    store,
    types,
    usage,
    { ...(newest !== null && { upstream_version_declined: newest }) },
    [],
    words,
  )
}

/** Ends the link and keeps what the block was copied from; the version that was declined stays. @throws CompositorError `context-unknown`, `block-not-found` */
export async function severUpstream(
  store: AuthoringStore,
  types: BlockTypes,
  usage: string,
  words: LogWords = {},
): Promise<OperatedDraft> {
  const { settings } = await draftBlockOf(store, usage)
  const upstream = upstreamOf(settings)
  const gone = linkSettings.filter(
    (name) =>
      name !== 'upstream_version_declined' && name !== 'copied_from_block' && Object.hasOwn(settings, name),
  )
  return set(store, types, usage, { ...(upstream !== null && { copied_from_block: upstream }) }, gone, words)
}

/** The edit that brings a block to its library's. */
export function syncEdit(
  usage: string,
  ours: VersionBlock,
  upstream: string,
  { block, content, number }: UpstreamBlock,
): BlockEdit {
  const settings: JsonObject = {
    ...syncedSettings(ours.settings, block.settings),
    upstream,
    upstream_version: number,
  }
  if (ours.children.length > 0 || block.children.length > 0) {
    const reset = Object.keys(ours.settings).filter((name) => !Object.hasOwn(settings, name))
    return { usage, content: {}, settings, reset }
  }
  const { xmlAttributes = {}, kept = [] } = block
  const { filename: _file, file_name: _misspelt, url_name: _name, ...attributes } = xmlAttributes
  const anew = {
    type: block.type,
    xmlAttributes: attributes,
    kept,
    ...(ours.asides && { asides: ours.asides }),
  }
  return { usage, content, settings, reset: [], anew }
}

function syncedSettings(ours: JsonObject, theirs: JsonObject): JsonObject {
  const customized = Array.isArray(ours['downstream_customized']) ? ours['downstream_customized'] : []
  const isOurs = (name: string) =>
    ownSettings.has(name) || linkSettings.includes(name) || customized.includes(name)
  const own = Object.entries(ours).filter(([name]) => isOurs(name))
  const synced = Object.entries(theirs).filter(([name]) => !isOurs(name))
  return Object.fromEntries([...synced, ...own])
}

/** A block as its library publishes it. @param key usage key, as text */
export async function upstreamBlock(store: AuthoringStore, key: string): Promise<UpstreamBlock | undefined> {
  const library = libraryOf(key)
  const head = library === undefined ? undefined : await store.findHead(library)
  if (library === undefined || !head || head.published === null) return undefined
  const view = await store.view(library, 'published')
  const block = await view.block(key)
  if (!block) return undefined
  const content = (await view.definitions([block.definition])).get(block.definition)?.content ?? {}
  const number = (await store.blockNumbers(library, 'published', [key])).get(key) ?? 1
  return { block, content, number }
}

/** What a block is linked to, in either spelling; null for nothing. */
export function upstreamOf(settings: JsonObject): string | null {
  for (const name of ['upstream', 'upstream_block']) {
    const { [name]: key } = settings
    if (typeof key === 'string' && key !== '') return key
  }
  return null
}

function libraryOf(key: string): string | undefined {
  try {
    const usage = parseUsageKey(key)
    return usage instanceof LibraryBlockKey ? usage.library.toString() : undefined
  } catch {
    return undefined
  }
}

function contextOf(usage: string): string {
  return parseUsageKey(usage).context.withoutBranchOrVersion().toString()
}

async function draftBlockOf(store: AuthoringStore, usage: string): Promise<VersionBlock> {
  const context = contextOf(usage)
  const block = await (await store.view(context, 'draft')).block(usage)
  if (block) return block
  throw new CompositorError('block-not-found', `The draft of '${context}' has no block '${usage}'.`, {
    usage,
  })
}

function set(
  store: AuthoringStore,
  types: BlockTypes,
  usage: string,
  settings: JsonObject,
  reset: readonly string[],
  words: LogWords,
): Promise<OperatedDraft> {
  return store.operate(
    contextOf(usage),
    types,
    [{ do: 'edit', edit: { usage, content: {}, settings, reset } }],
    words,
  )
}
