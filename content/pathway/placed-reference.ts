import { createHash } from 'node:crypto'
import { blockOlx, type BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import {
  librarySourceText,
  parseSourceBlock,
  parseSourceLibrary,
  PathwayKey,
} from '../../runtime/keys/index.js'
import { canonicalJson, type JsonObject } from '../../runtime/values/index.js'
import type { AuthoringStore } from '../version/index.js'
import { pathwayBlockKey } from '../olx/pathway.js'
import type { Pathways } from './pathways.js'

/** A reference to library blocks that stands in no course: what a tool places elsewhere, such as in another platform. */
export interface PlacedReference {
  /** Key of the library, as text. */
  readonly library: string
  /** Whole name of its version. */
  readonly version: string
  /** Usage keys in the library that are drawn from, or shown in this order; all at its top when left out. */
  readonly blocks?: readonly string[] | undefined
  /** How many each learner draws; all are shown, in order, when left out. */
  readonly count?: number | undefined
  /** Field values by OLX name that hold for all blocks. */
  readonly overrides?: JsonObject | undefined
  /** The same for single ones, by their usage keys in the library. */
  readonly overridesByBlock?: { readonly [block: string]: JsonObject } | undefined
  /** Tells two places of one reference apart, whose learners' work is to be apart, too. */
  readonly place?: string | undefined
  readonly title?: string | undefined
}

/** Where a reference stands once it is placed. */
export interface ReferencePlace {
  /** Key of the learning context that is its own. */
  readonly context: string
  /** Usage key of its unit. */
  readonly unit: string
  /** Whether it was not there before. */
  readonly isNew: boolean
}

/** The types of blocks that stand for a reference: one that draws, and one that shows all in order. */
const types = { drawn: 'randomized', shown: 'library_content_v2' } as const

/** The id of the block that makes the reference. */
const id = 'reference'

/**
 * Makes of a reference a learning context of its own: a pathway that holds nothing else, whose UUID is made of what the reference says, so that the same
 * reference is the same place, whoever places it and however often. It is to be published.
 * @throws CompositorError `key-malformed`, `field-value`; `library-version-missing`, `library-block-missing` for what is not here
 */
export async function placedReference(
  reference: PlacedReference,
  {
    store,
    pathways,
    blockTypes,
  }: { readonly store: AuthoringStore; readonly pathways: Pathways; readonly blockTypes: BlockTypes },
): Promise<ReferencePlace> {
  const { version, count, overrides = {}, overridesByBlock = {}, title = 'Reference', place = '' } = reference
  const library = parseSourceLibrary(reference.library)
  const blocks = (reference.blocks ?? []).map((text) => parseSourceBlock(text).toString())
  if (count !== undefined && (!Number.isInteger(count) || count < -1 || count === 0))
    throw new CompositorError('field-value', 'A reference draws a whole number of blocks, or -1 for all.')
  const view = await store.findView(library.toString(), version)
  if (view?.kind !== 'library') {
    const message = `There is no version '${version.slice(0, 100)}' of '${library.toString()}'.`
    throw new CompositorError('library-version-missing', message)
  }
  const found = await view.blocks(blocks)
  const lost = blocks.find((block) => !found.has(block))
  if (lost !== undefined) {
    const message = `Version '${version}' of '${library.toString()}' has no block '${lost}'.`
    throw new CompositorError('library-block-missing', message)
  }
  const isDrawn = count !== undefined || blocks.length === 0
  const type = isDrawn ? types.drawn : types.shown
  const settings: JsonObject = {
    source_libraries: [librarySourceText({ library, version })],
    ...(isDrawn ? { count: count ?? -1, pool: blocks } : { library_blocks: blocks }),
    ...(Object.keys(overrides).length > 0 && { field_overrides: overrides }),
    ...(Object.keys(overridesByBlock).length > 0 && { block_field_overrides: overridesByBlock }),
  }
  const uuid = uuidOf(canonicalJson([type, settings, place]))
  const pathway = new PathwayKey({ uuid })
  const context = pathway.toString()
  const unit = pathwayBlockKey(pathway, type, id)
  if ((await store.findHead(context)) !== undefined) return { context, unit, isNew: false }
  const olx = blockOlx({ type, urlName: id, content: {}, settings }, blockTypes)
  const isNew = await pathways.create({ uuid, title, olx }).then(
    () => true,
    (thrown: unknown) => {
      // Somebody else places the same.
      if (thrown instanceof CompositorError && thrown.code === 'context-exists') return false
      throw thrown
    },
  )
  return { context, unit, isNew }
}

/** A UUID of version 8 (RFC 9562), whose bits are those of the hash of a text. */
function uuidOf(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
