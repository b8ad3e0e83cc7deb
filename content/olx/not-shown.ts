import type { BlockTypes } from '../../runtime/block/index.js'
import { errorBlockType, type AuthoredContext } from './authored-block.js'
import type { Findings } from './findings.js'

/** Reports the block types that nobody provides, each once with how many blocks of it learners miss. */
export function reportNotShown(
  { blocks, sources }: AuthoredContext,
  types: BlockTypes,
  findings: Findings,
): void {
  const byType = new Map<string, { first: string; count: number }>()
  for (const { key, type } of blocks.values()) {
    if (type === errorBlockType || types.get(type) !== undefined || outlineTypes.has(type)) continue
    const found = byType.get(type) ?? { first: key, count: 0 }
    found.count++
    byType.set(type, found)
  }
  const worstFirst = [...byType].sort(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1))
  for (const [type, { first, count }] of worstFirst) {
    const what =
      count === 1 ? `One block of the type '${type}' is` : `${count} blocks of the type '${type}' are`
    const message = `${what} not shown to learners: no plugin provides it.`
    const at = sources.get(first)?.at
    findings.add({ level: 'error', code: 'block-type-unknown', ...at, usage: first, count, message })
  }
}

/** What stands above units is shown by outlines, whoever provides its type. */
const outlineTypes = new Set(['course', 'pathway', 'chapter', 'sequential', 'library'])
