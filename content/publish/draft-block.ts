import { policyAt, type BlockTypes, type PolicyNow } from '../../runtime/block/index.js'
import { CompositorError, type Finding } from '../../runtime/errors/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import type { GatheredUnit, OutlineNode, PublishedBlock, PublishedUnit } from '../../runtime/unit/index.js'
import type { JsonObject } from '../../runtime/values/index.js'
import { containerTypes } from '../olx/library-entity.js'
import {
  changedValues,
  type AuthoringStore,
  type BlockEdit,
  type ContextHead,
  type VersionBlock,
  type VersionView,
} from '../version/index.js'
import { lineOf } from './outline.js'
import { OutlineLines } from './outline-lines.js'
import { PublishedBlocks } from './published-blocks.js'
import { gatheredBlocks } from './gathered-blocks.js'
import { UnitReferences } from './unit-references.js'

/** A block of a version on its own, as if it were a unit. */
export interface ViewedBlock {
  /** The version that it was taken from. */
  readonly view: VersionView
  /** The block as that version has it. */
  readonly block: VersionBlock
  /** The blocks above it by usage key, the root first. */
  readonly above: ReadonlyMap<string, VersionBlock>
  /** The way from the root down to it, as an outline has it. */
  readonly path: readonly OutlineNode[]
  /** With the blocks inside it, and what it refers to of libraries; what is above units comes without. */
  readonly gathered: GatheredUnit
  /** References of it that lead nowhere. */
  readonly findings: readonly Finding[]
}

/** Of which version, and when, a block is looked at. */
export interface ViewMoment {
  /** Name of the version to take it from; the draft when left out. */
  readonly version?: string | undefined
  /** Epoch milliseconds: what policy groups say is what holds then. */
  readonly at: number
}

/** A block of a draft, or of another version of its context. */
export interface DraftBlock extends ViewedBlock {
  readonly head: ContextHead
}

/** Levels above a block that are looked at; a version has no more. */
const mostLevels = 500

/** Types of blocks that hold others by reference, which stand in the library itself. */
const byReference = new Set(containerTypes.keys())

/**
 * A block of a context's draft, ready to be composed. Only what is above it and in it is read.
 * @throws CompositorError `context-unknown`, `version-unknown`, `block-not-found`
 */
export async function draftBlock(
  store: AuthoringStore,
  types: BlockTypes,
  context: string,
  usage: string,
  { version, at }: ViewMoment,
): Promise<DraftBlock> {
  const head = await store.head(context)
  const view = await store.view(context, version ?? head.draft)
  return { head, ...(await viewedBlock(store, types, view, usage, at)) }
}

/**
 * The same of a version that need not be in the log, such as one that a change is about to make the draft.
 * @param at see {@link ViewMoment}
 * @throws as {@link draftBlock} does
 */
export async function viewedBlock(
  store: AuthoringStore,
  types: BlockTypes,
  view: VersionView,
  usage: string,
  at: number,
): Promise<ViewedBlock> {
  const { context } = view
  const block = await view.block(usage)
  const above = block && (await blocksAbove(view, usage, block))
  if (above === undefined || block === undefined) {
    const message = `The draft of '${context}' has no block '${usage.slice(0, 300)}'.`
    throw new CompositorError('block-not-found', message)
  }
  const way = [...above, [usage, block] as const]
  const lines = new OutlineLines(view, types.mixins)
  const isInUnit = way.some(([key, one]) => lines.isUnit(key, one))
  const blocks = new PublishedBlocks(view, types)
  await blocks.load([usage], !isInUnit)
  const root = blocks.block(usage)
  if (root === undefined) throw new CompositorError('store-damaged', `The draft lacks '${usage}'.`)
  const inheritable = [...above.values()].map(({ settings }) => types.mixins?.inheritedOf(settings))
  const inherited: JsonObject = Object.assign({}, ...inheritable)
  const path = way.map(([key, one]) => lineOf(view, key, one))
  const policy = policyOf(way.slice(0, -1), lines, types, at)
  const whole = await gathered({ key: usage, context, root }, inherited, store, types, policy)
  return { view, block, above, path, ...whole }
}

/** The block with other values, as if it had been edited; what it then refers to comes with it. */
export async function editedDraftBlock(
  draft: DraftBlock,
  { content, settings, reset }: Omit<BlockEdit, 'usage'>,
  store: AuthoringStore,
  types: BlockTypes,
): Promise<DraftBlock> {
  const { root } = draft.gathered.unit
  const edited = {
    ...root,
    content: changedValues(root.content, content, reset),
    settings: changedValues(root.settings, settings, reset),
  }
  return rewrittenDraftBlock(draft, edited, store, types)
}

/** Another block in its place, as if it had been written anew; what that refers to comes with it. */
export async function rewrittenDraftBlock(
  draft: DraftBlock,
  root: PublishedBlock,
  store: AuthoringStore,
  types: BlockTypes,
): Promise<DraftBlock> {
  const { unit, inherited, policy } = draft.gathered
  return { ...draft, ...(await gathered({ ...unit, root }, inherited, store, types, policy)) }
}

async function gathered(
  unit: PublishedUnit,
  inherited: JsonObject,
  store: AuthoringStore,
  types: BlockTypes,
  policy: GatheredUnit['policy'],
): Promise<Pick<DraftBlock, 'gathered' | 'findings'>> {
  const records = new Map<string, PublishedBlock>()
  const references = new UnitReferences(store, types, { block: (hash, block) => records.set(hash, block) })
  const root = await references.resolved(unit.root)
  const blocks = gatheredBlocks(root, records)
  return {
    gathered: { unit: { ...unit, root }, inherited, ...(policy && { policy }), blocks },
    findings: await references.findings(),
  }
}

/** What a block stands in, the root first; undefined where it hangs on nothing. */
async function blocksAbove(
  view: VersionView,
  usage: string,
  block: VersionBlock,
): Promise<ReadonlyMap<string, VersionBlock> | undefined> {
  const above: [string, VersionBlock][] = []
  let one = block
  for (let key = usage; key !== view.root;) {
    const { parent } = one
    if (parent === undefined || above.length === mostLevels) return undefined
    key = parent !== view.root && byReference.has(parseUsageKey(parent).blockType) ? view.root : parent
    const found = await view.block(key)
    if (found === undefined) return undefined
    above.unshift([key, found])
    one = found
  }
  return new Map(above)
}

/** What policy groups say at a moment below the blocks above one; those of any name, as the block may come to name them. */
function policyOf(
  above: readonly (readonly [string, VersionBlock])[],
  lines: OutlineLines,
  types: BlockTypes,
  at: number,
): GatheredUnit['policy'] {
  const standing = policyAbove(above, lines, types, at)
  return standing && { above: standing.above, groups: standing.groups }
}

/** The same, with who says it. @param now epoch milliseconds */
export function policyAbove(
  above: readonly (readonly [string, VersionBlock])[],
  lines: OutlineLines,
  { mixins }: BlockTypes,
  now: number,
): PolicyNow | undefined {
  const said = above.map(([key, one]) => policyLine(key, one, lines, mixins))
  return policyAt(said, Object.keys(said[0]?.policy?.groups ?? {}), now)
}

/** What a block says of policy groups, and of what is inherited. */
export function policyLine(
  key: string,
  block: VersionBlock,
  lines: OutlineLines,
  mixins: BlockTypes['mixins'],
): PolicyLine {
  const { policy, inherits } = lines.line(key, block, undefined, new Map())
  const names = mixins?.policiesOf(block.settings) ?? []
  return {
    policy: policy ?? (names.length > 0 ? { names } : undefined),
    inherits: { ...(block.parent !== undefined && mixins?.inheritedOf(block.settings)), ...inherits },
  }
}

type PolicyLine = Parameters<typeof policyAt>[0][number]
