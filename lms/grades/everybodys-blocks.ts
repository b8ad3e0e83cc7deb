import { maxScoreOf } from '../../compositor/index.js'
import type { BlockType, BlockTypes } from '../../runtime/block/index.js'
import type { ComposedBlock, ComposedUnit } from '../../runtime/unit/index.js'
import { typeOf } from '../block-addresses.js'
import { completionModeOf } from '../progress.js'

/** A block of a unit that counts for everybody who sees the unit. */
export interface CountingBlock {
  readonly block: Pick<ComposedBlock, 'key' | 'type' | 'fields'>
  /** Raw points possible before anything was graded; absent where it has no score. */
  readonly maxScore?: number
  readonly isGraded: boolean
  readonly isCompletable: boolean
}

/** Settings by which a block inside a unit may be closed to some who see the unit. */
const closingSettings = ['start', 'due', 'group_access', 'hide_after_due', 'visible_to_staff_only'] as const

/** Settings that say what may be known of a score. */
const told = ['weight', 'show_correctness', 'due', 'course_end', 'graceperiod'] as const

/**
 * The blocks of a unit that are scored or completed, where these are the same for all who see the unit; undefined where a bank or
 * a rule inside it makes them another for each, so that it has to be opened for a learner to be counted.
 */
export function everybodysBlocks(
  { root }: ComposedUnit,
  types: BlockTypes,
): readonly CountingBlock[] | undefined {
  const found: CountingBlock[] = []
  const visit = (block: ComposedBlock, isReached: boolean): boolean => {
    const type = typeOf(types, block)
    if (block.pool || type?.capabilities.choice || (block !== root && isRuled(block))) return false
    const completion = isReached ? completionModeOf(block, type) : undefined
    const hasScore = type?.capabilities.hasScore === true && !block.failure
    if (hasScore || completion === 'completable') {
      const maxScore = hasScore ? scoreOf(block, type) : undefined
      // A type that fails to say is told of where the unit is opened.
      if (hasScore && maxScore === undefined) return false
      found.push({
        block: { key: block.key, type: block.type, fields: picked(block) },
        ...(maxScore !== undefined && { maxScore }),
        isGraded: block.fields['graded'] === true,
        isCompletable: completion === 'completable',
      })
    }
    return block.children.every((child) => visit(child, completion === 'aggregator'))
  }
  return visit(root, true) ? found : undefined
}

/** Whether a block says itself who may see it, or when it is due. */
function isRuled({ fields, sources }: ComposedBlock): boolean {
  return closingSettings.some((name) => name in fields && sources?.[name] !== 'inherited')
}

function scoreOf(block: ComposedBlock, type: BlockType): number | undefined {
  try {
    return maxScoreOf(type, block)
  } catch {
    return undefined
  }
}

function picked({ fields }: ComposedBlock): ComposedBlock['fields'] {
  return Object.fromEntries(
    told.flatMap((name) => {
      const value = fields[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
