import { CompositorError } from '../../runtime/errors/index.js'
import { LibraryBlockKey, LibraryContainerKey, parseKey, parseUsageKey } from '../../runtime/keys/index.js'
import type { JsonObject } from '../../runtime/values/json.js'
import type { AuthoringStore, StoredVersionView, VersionBlock } from '../version/index.js'

/** A library block as it is published. */
export interface UpstreamBlock {
  readonly block: VersionBlock
  readonly content: JsonObject
  readonly number: number
}

/** Library blocks that blocks are linked to, each library opened once. */
export class UpstreamBlocks {
  readonly #views = new Map<string, Promise<StoredVersionView | undefined>>()
  readonly #found = new Map<string, Promise<UpstreamBlock | undefined>>()

  constructor(private readonly store: AuthoringStore) {}

  /** A block as its library publishes it; undefined where it does not. @param key usage key, or the incumbent's key of a container, as text */
  find(key: string): Promise<UpstreamBlock | undefined> {
    const found = this.#found.get(key) ?? this.#read(key)
    this.#found.set(key, found)
    return found
  }

  /** The published version of the library that a block is of; undefined where there is none. */
  async library(key: string): Promise<StoredVersionView | undefined> {
    const named = libraryBlockOf(key)
    return named && this.#view(named.library.toString())
  }

  async #read(key: string): Promise<UpstreamBlock | undefined> {
    const named = libraryBlockOf(key)
    const view = named && (await this.#view(named.library.toString()))
    const usage = named?.toString() ?? ''
    const block = await view?.block(usage)
    if (!view || !block) return undefined
    const content = (await view.definitions([block.definition])).get(block.definition)?.content ?? {}
    const number = (await this.store.blockNumbers(view.context, 'published', [usage])).get(usage) ?? 1
    return { block, content, number }
  }

  /** The static files of a library block by the names that it calls them: its own, and those of its library. */
  async file(key: string, name: string): Promise<{ readonly hash: string } | undefined> {
    const named = libraryBlockOf(key)
    const view = named && (await this.#view(named.library.toString()))
    return (await view?.asset(`${named?.toString() ?? ''}/${name}`)) ?? view?.asset(name)
  }

  #view(library: string): Promise<StoredVersionView | undefined> {
    let view = this.#views.get(library)
    if (!view) this.#views.set(library, (view = this.#published(library)))
    return view
  }

  async #published(library: string): Promise<StoredVersionView | undefined> {
    const head = await this.store.findHead(library)
    return head && head.published !== null ? this.store.view(library, 'published') : undefined
  }
}

/** The usage key that a link leads to, as text, whichever way it says it. */
export function upstreamKey(text: string): string {
  return libraryBlockOf(text)?.toString() ?? text
}

function libraryBlockOf(text: string): LibraryBlockKey | undefined {
  try {
    const key = parseKey(text)
    if (key instanceof LibraryBlockKey) return key
    if (!(key instanceof LibraryContainerKey)) return undefined
    const { library, containerType: blockType, containerId: blockId } = key
    return new LibraryBlockKey({ library, blockType, blockId })
  } catch {
    return undefined
  }
}

/** The course of a block, as text. */
export function contextOf(usage: string): string {
  return parseUsageKey(usage).context.withoutBranchOrVersion().toString()
}

/** @throws CompositorError `context-unknown`, `block-not-found` */
export async function draftBlockOf(store: AuthoringStore, usage: string): Promise<VersionBlock> {
  const context = contextOf(usage)
  const block = await (await store.view(context, 'draft')).block(usage)
  if (block) return block
  throw new CompositorError('block-not-found', `The draft of '${context}' has no block '${usage}'.`, {
    usage,
  })
}
