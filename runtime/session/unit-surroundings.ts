import type { BlockTypes } from '../block/block-types.js'
import type { LearnerRecord } from '../block/learner-records.js'
import { CompositorError } from '../errors/index.js'
import { parseUsageKey } from '../keys/index.js'
import type { SurroundingBlock, Surroundings } from '../service/course.js'
import type { ComposedBlock } from '../unit/composed-unit.js'

/** What one learner has of blocks that stand in no published course: of a test, a scenario, a draft. */
export interface UnitStanding {
  /** Learning context, as text, without branch or version. */
  readonly context: string
  /** What stands side by side at the top, each with what is in it. */
  readonly roots: readonly ComposedBlock[]
  readonly types: BlockTypes
  /** The children that this learner sees. */
  readonly childrenOf: (block: ComposedBlock) => readonly ComposedBlock[]
  readonly resultOf: (usage: string) => Partial<Omit<LearnerRecord, 'state'>> | undefined
  /** Whether they may know their score of a block; of every one where left out. */
  readonly knowsScore?: (block: ComposedBlock) => boolean
}

/** What stands around a block where there is nothing else than its unit: lines of an outline are not there. */
export function unitSurroundings(key: string, standing: UnitStanding): Surroundings {
  const { context, roots, childrenOf } = standing
  const isTop = (usage: string): boolean => usage === context || parseUsageKey(usage).blockType === 'course'
  const beside = (usage: string): readonly ComposedBlock[] => {
    const find = (blocks: readonly ComposedBlock[]): readonly ComposedBlock[] | undefined => {
      if (blocks.some((one) => one.key === usage)) return blocks
      for (const one of blocks) {
        const found = find(childrenOf(one))
        if (found) return found
      }
      return undefined
    }
    const found = find(roots)
    if (found) return found
    throw new CompositorError('block-not-found', `There is no block '${usage.slice(0, 300)}' here.`, {
      usage: usage.slice(0, 300),
    })
  }
  const told = (blocks: readonly ComposedBlock[]) => blocks.map((block) => lineOf(block, standing))
  return {
    async children(usage = key) {
      refuseOthers(usage, context)
      if (isTop(usage)) return told(roots)
      const block = beside(usage).find((one) => one.key === usage)
      return told(block ? childrenOf(block) : [])
    },
    async siblings(usage = key) {
      refuseOthers(usage, context)
      return isTop(usage) ? [] : told(beside(usage).filter((one) => one.key !== usage))
    },
  }
}

/** The title of a block: its display name, that of its type, or its id with spaces. */
export function titleOfBlock(
  { key, type, fields: { display_name: name } }: ComposedBlock,
  types: BlockTypes,
): string {
  const ofType = types.get(type)?.fieldByOlxName('display_name')?.field.defaultValue
  for (const title of [name, ofType]) if (typeof title === 'string' && title.trim() !== '') return title
  return parseUsageKey(key).blockId.replaceAll('_', ' ')
}

/** @throws CompositorError `service-use` */
function refuseOthers(usage: string, context: string): void {
  if (usage === context) return
  const other = parseUsageKey(usage).context.withoutBranchOrVersion().toString()
  if (other === context) return
  throw new CompositorError(
    'service-use',
    `A block of ${context} asked what stands around '${usage.slice(0, 300)}', which is of ${other}.`,
  )
}

function lineOf(block: ComposedBlock, standing: UnitStanding): SurroundingBlock {
  const completion = { done: 0, blocks: 0 }
  const score = { earned: 0, possible: 0 }
  let scored = 0
  const walk = (one: ComposedBlock, isCounted: boolean): void => {
    const capabilities = standing.types.get(one.type)?.capabilities
    const mode = capabilities?.completion ?? 'completable'
    if (isCounted && mode === 'completable') {
      completion.done += standing.resultOf(one.key)?.completion ?? 0
      completion.blocks++
    }
    if (capabilities?.hasScore && !one.failure && (standing.knowsScore?.(one) ?? true)) {
      const points = pointsOf(one, standing)
      score.earned += points.earned
      score.possible += points.possible
      scored++
    }
    for (const child of standing.childrenOf(one)) walk(child, isCounted && mode === 'aggregator')
  }
  walk(block, true)
  return {
    key: block.key,
    type: block.type,
    title: titleOfBlock(block, standing.types),
    hasChildren: standing.childrenOf(block).length > 0,
    ...(completion.blocks > 0 && { completion }),
    ...(scored > 0 && { score }),
  }
}

/** Weighted points of a block. */
function pointsOf(
  block: ComposedBlock,
  { types, resultOf }: UnitStanding,
): { earned: number; possible: number } {
  const points = resultOf(block.key)?.grade ?? { earned: 0, possible: possibleOf(block, types) }
  const { weight } = block.fields
  if (typeof weight !== 'number' || points.possible === 0) return points
  return { earned: (points.earned * weight) / points.possible, possible: weight }
}

/** What can be had before anything was graded; 1 where the type does not say, or fails to. */
function possibleOf(
  { key: usage, type: name, definition, fields, prepared }: ComposedBlock,
  types: BlockTypes,
): number {
  const type = types.get(name)
  try {
    const shared = type?.sharedFields({ usage, type: name, definition, fields })
    return type?.capabilities.maxScore?.(shared as never, prepared) ?? 1
  } catch {
    return 1
  }
}
