import type { BlockReference, BlockTypes } from '../../runtime/block/index.js'
import type { LibraryPin, VersionView } from '../version/index.js'
import { PublishedBlocks, type BlocksView } from './published-blocks.js'

/** A reference with the block that makes it. */
export interface MadeReference extends BlockReference {
  /** Usage key of the block that refers, as text. */
  readonly usage: string
}

/** The library versions that these blocks of a version refer to. @throws CompositorError `store-unavailable`, `store-damaged` */
export async function* pinsAt(
  usages: readonly string[],
  view: VersionView,
  types: BlockTypes,
): AsyncIterable<LibraryPin> {
  for await (const { library, version } of referencesAt(usages, view, types))
    if (library !== '' && version !== '') yield { library, version }
}

/** What these blocks of a version refer to; one whose references cannot be read refers to nothing. @throws as {@link pinsAt} does */
export async function* referencesAt(
  usages: readonly string[],
  view: BlocksView,
  types: BlockTypes,
): AsyncIterable<MadeReference> {
  const blocks = new PublishedBlocks(view, types)
  await blocks.load(usages, true)
  for (const usage of usages) {
    const block = blocks.block(usage)
    const type = block && types.get(block.type)
    const references = type?.capabilities.references
    if (!block || !type || !references || block.failure) continue
    const { definition, content, settings } = block
    const fields = { ...content, ...settings }
    try {
      const all = references(type.sharedFields({ usage, type: block.type, definition, fields }))
      for (const reference of all) yield { ...reference, usage }
    } catch {
      continue
    }
  }
}
