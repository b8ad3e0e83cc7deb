import type { BlockTypes } from '../../runtime/block/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import { isJsonArray, isJsonObject, type Json } from '../../runtime/values/index.js'
import type { IndexedDocument } from '../../store/search/index.js'
import { tagText, type BlockTags } from '../taxonomy/index.js'
import { isSameBlock, type StoredVersionView, type VersionBlock } from '../version/index.js'
import { textOf } from './block-words.js'
import type { BlockStatus } from './search-request.js'
import { wordsOf } from './words.js'

/** Who changed a block last, and when. */
export interface LastChange {
  readonly author?: string | undefined
  /** Epoch milliseconds; 0 where it is not known. */
  readonly at: number
}

/** What is known of the blocks of a context, apart from the blocks themselves. */
export interface KnownOfBlocks {
  readonly draft: StoredVersionView
  readonly published: StoredVersionView | undefined
  /** BCP 47. */
  readonly language: string | undefined
  /** Keys of the collections of each block. */
  readonly collections: ReadonlyMap<string, readonly string[]>
  readonly tags: ReadonlyMap<string, BlockTags>
  /** By taxonomy, then by tag, the tags above it and itself. */
  readonly paths: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>
  /** Keys of courses and libraries that use each block. */
  readonly usedIn: ReadonlyMap<string, readonly string[]>
  readonly last: (usage: string) => LastChange
}

/** What documents are made with. */
export interface DocumentSources {
  readonly types: BlockTypes
  /** Reads a file of a version by its hash. */
  readonly bytes: (hash: string) => Promise<Uint8Array>
}

/**
 * What is to be found of blocks of a library: those of its draft, its root left out.
 * @returns undefined for a usage that the draft does not have
 */
export async function blockDocuments(
  usages: readonly string[],
  known: KnownOfBlocks,
  sources: DocumentSources,
): Promise<ReadonlyMap<string, IndexedDocument | undefined>> {
  const { draft, published } = known
  const [blocks, before] = await Promise.all([draft.blocks(usages), published?.blocks(usages)])
  const definitions = await draft.definitions([...blocks.values()].map(({ definition }) => definition))
  const documents = new Map<string, IndexedDocument | undefined>()
  for (const usage of usages) {
    const block = usage === draft.root ? undefined : blocks.get(usage)
    if (!block) {
      documents.set(usage, undefined)
      continue
    }
    const content = definitions.get(block.definition)?.content ?? {}
    const { settings, type } = block
    const text = await textOf({ usage, type, content, settings }, sources.types, draft, sources.bytes)
    const status = statusOf(block, before?.get(usage))
    documents.set(usage, documentOf(usage, block, text, status, known))
  }
  return documents
}

function documentOf(
  usage: string,
  { type, settings }: VersionBlock,
  text: string,
  status: BlockStatus,
  known: KnownOfBlocks,
): IndexedDocument {
  const { language, draft } = known
  const id = parseUsageKey(usage).blockId
  const { display_name: name } = settings
  const title = typeof name === 'string' && name.trim() !== '' ? name.trim() : id
  const tags = Object.entries(known.tags.get(usage) ?? {}).flatMap(([taxonomy, ids]) => {
    const paths = known.paths.get(taxonomy)
    return ids.filter((tag) => paths?.has(tag)).map((tag) => ({ taxonomy, tag }))
  })
  const above = tags.flatMap(({ taxonomy, tag }) =>
    (known.paths.get(taxonomy)?.get(tag) ?? []).map((one) => tagText({ taxonomy, tag: one })),
  )
  const { author, at } = known.last(usage)
  const { context } = draft
  return {
    id: usage,
    context,
    title,
    titleWords: wordsOf(title, language),
    words: [...wordsOf(text, language), ...wordsOf(id)],
    ...(language && { language }),
    changedAt: at,
    facets: {
      types: [type],
      tags: [...new Set(above)],
      collections: known.collections.get(usage) ?? [],
      status: [status],
      authors: author === undefined ? [] : [author],
      usedIn: known.usedIn.get(usage) ?? [],
    },
    shown: { tags: tags.map(tagText) },
  }
}

function statusOf(block: VersionBlock, before: VersionBlock | undefined): BlockStatus {
  if (!before) return 'draft'
  return isSameBlock(before, block) ? 'published' : 'changed'
}

/** By block, the keys of the collections that it is in. @param fact `collections` of a library, see `readV2Library` */
export function collectionsOf(fact: Json | undefined): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const one of fact !== undefined && isJsonArray(fact) ? fact : []) {
    if (!isJsonObject(one)) continue
    const { key, blocks } = one
    if (typeof key !== 'string' || blocks === undefined || !isJsonArray(blocks)) continue
    for (const block of blocks) {
      if (typeof block !== 'string') continue
      const keys = found.get(block)
      if (keys) keys.push(key)
      else found.set(block, [key])
    }
  }
  return found
}
