import type { BlockType, BlockTypes } from '../runtime/block/index.js'
import type { ComposedUnit, CountedBlock, GatheredUnit, SummaryBlock } from '../runtime/unit/index.js'
import { Composition, type DrawnMember } from './composition.js'

/** A unit as outlines and grade books need it: which blocks it has, what they may be worth, and their settings. */
export interface UnitSummary extends ComposedUnit {
  readonly root: CountedBlock
}

/** Summaries by their content hashes. */
export type SummaryBlocksByHash = { readonly [hash: string]: SummaryBlock }

/**
 * What a unit counts for, of what its publication says of its blocks: composed as the unit is, but nothing is prepared, so
 * no code of block types runs.
 * @param blocks summaries of the library blocks that it refers to
 */
export function summaryOf(
  { unit: { key, context, root }, inherited, policy }: Omit<GatheredUnit, 'blocks'>,
  blocks: SummaryBlocksByHash,
  version: string,
  types: BlockTypes,
): UnitSummary {
  const composition = new Composition(
    { unit: key, blocks, isSummary: true, ...(policy && { policy }) },
    types,
  )
  return { key, context, version, root: composition.root(root, inherited) }
}

/** What a member of a bank's pool counts for; see {@link summaryOf}. @param unit usage key, as text */
export function memberSummary(
  member: DrawnMember,
  block: SummaryBlock,
  blocks: SummaryBlocksByHash,
  unit: string,
  types: BlockTypes,
): readonly CountedBlock[] {
  return new Composition({ unit, blocks, isSummary: true }, types).member(block, member)
}

/** Raw points possible before anything was graded. @throws what the type's code throws */
export function maxScoreOf(type: BlockType, block: CountedBlock): number {
  if (block.maxScore !== undefined) return block.maxScore
  const { key: usage, definition, fields, prepared } = block
  const readable = type.sharedFields({ usage, type: block.type, definition, fields })
  return type.capabilities.maxScore?.(readable, prepared) ?? 1
}
