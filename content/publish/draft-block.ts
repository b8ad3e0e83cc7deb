import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError, type Finding } from '../../runtime/errors/index.js'
import type { GatheredUnit, OutlineNode, PublishedBlock, PublishedUnit } from '../../runtime/unit/index.js'
import type { JsonObject } from '../../runtime/values/index.js'
import {
  changedValues,
  type AuthoringStore,
  type BlockEdit,
  type ContentVersion,
  type ContextHead,
} from '../version/index.js'
import { lineOf, planOutline } from './outline.js'
import { PublishedBlocks } from './published-blocks.js'
import { gatheredBlocks, UnitReferences } from './unit-references.js'

/** A context's draft, down to its units. */
export interface DraftOutline {
  readonly head: ContextHead
  readonly outline: OutlineNode
}

/** A block of the draft on its own, as if it were a unit. */
export interface DraftBlock {
  readonly head: ContextHead
  readonly version: ContentVersion
  /** Usage keys of the blocks above it, the root first. */
  readonly above: readonly string[]
  /** The way from the root down to it, as an outline has it. */
  readonly path: readonly OutlineNode[]
  /** With the blocks inside it, and what it refers to of libraries; what is above units comes without. */
  readonly gathered: GatheredUnit
  /** References of it that lead nowhere. */
  readonly findings: readonly Finding[]
}

/** @throws CompositorError `context-unknown` */
export async function draftOutline(store: AuthoringStore, context: string): Promise<DraftOutline> {
  const head = await store.head(context)
  const { outline } = planOutline(await store.version(context, head.draft))
  return { head, outline }
}

/**
 * A block of a context's draft, ready to be composed.
 * @param hash of the version to take it from; the draft when left out
 * @throws CompositorError `context-unknown`, `version-unknown`, `block-not-found`
 */
export async function draftBlock(
  store: AuthoringStore,
  types: BlockTypes,
  context: string,
  usage: string,
  hash?: string,
): Promise<DraftBlock> {
  const head = await store.head(context)
  const version = await store.version(context, hash ?? head.draft)
  const above = pathTo(version, usage)
  const own = version.blocks[usage]
  if (above === undefined || own === undefined) {
    const message = `The draft of '${context}' has no block '${usage.slice(0, 300)}'.`
    throw new CompositorError('block-not-found', message)
  }
  const units = new Set(planOutline(version).units.map(({ key }) => key))
  const isInUnit = [...above, usage].some((key) => units.has(key))
  const blocks = new PublishedBlocks(await store.view(context, hash ?? head.draft), types)
  await blocks.load([usage], !isInUnit)
  const root = blocks.block(usage)
  if (root === undefined) throw new CompositorError('store-damaged', `The draft lacks '${usage}'.`)
  const settings = above.map((key) => version.blocks[key]?.settings ?? {})
  const inherited: JsonObject = Object.assign({}, ...settings.map((one) => types.mixins?.inheritedOf(one)))
  const path = [...above, usage].map((key) => lineOf(version, key))
  const whole = await gathered({ key: usage, context, root }, inherited, store, types)
  return { head, version, above, path, ...whole }
}

/** The block with other values, as if it had been edited; what it then refers to comes with it. */
export async function editedDraftBlock(
  draft: DraftBlock,
  { content, settings, reset }: Omit<BlockEdit, 'usage'>,
  store: AuthoringStore,
  types: BlockTypes,
): Promise<DraftBlock> {
  const { unit, inherited } = draft.gathered
  const root = {
    ...unit.root,
    content: changedValues(unit.root.content, content, reset),
    settings: changedValues(unit.root.settings, settings, reset),
  }
  return { ...draft, ...(await gathered({ ...unit, root }, inherited, store, types)) }
}

async function gathered(
  unit: PublishedUnit,
  inherited: JsonObject,
  store: AuthoringStore,
  types: BlockTypes,
): Promise<Pick<DraftBlock, 'gathered' | 'findings'>> {
  const records = new Map<string, PublishedBlock>()
  const references = new UnitReferences(store, types, { block: (hash, block) => records.set(hash, block) })
  const root = await references.resolved(unit.root)
  const blocks = gatheredBlocks(root, records)
  return { gathered: { unit: { ...unit, root }, inherited, blocks }, findings: await references.findings() }
}

/** The keys from the root down to a block's parent; undefined where it does not stand in the version. */
function pathTo({ root, blocks }: ContentVersion, usage: string): string[] | undefined {
  const parents = new Map(
    Object.entries(blocks).flatMap(([key, { children }]) => children.map((child) => [child, key])),
  )
  const path: string[] = []
  for (let key = usage; key !== root;) {
    const parent = parents.get(key)
    if (parent === undefined || path.includes(parent)) return undefined
    path.unshift(parent)
    key = parent
  }
  return Object.hasOwn(blocks, usage) ? path : undefined
}
