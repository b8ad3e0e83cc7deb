import { maxScoreOf } from '../compositor/index.js'
import {
  parseUsageKey,
  type BlockTypes,
  type ComposedBlock,
  type ComposedUnit,
  type ErrorData,
  type GatheredUnit,
  type PublishedBlock,
} from '../runtime/index.js'

/**
 * What a block and those in it are worth, found out by composing it once: for types that do not say it themselves. What
 * stands in for references is left out, as it is looked at on its own.
 * @returns by usage key, raw points possible, or why the block cannot be shown
 */
export async function blockScores(
  block: PublishedBlock,
  types: BlockTypes,
  compose: (unit: GatheredUnit) => Promise<ComposedUnit>,
): Promise<ReadonlyMap<string, number | ErrorData>> {
  const { key } = block
  const context = parseUsageKey(key).context.withoutBranchOrVersion().toString()
  const root = withoutReferences(block)
  const unit = await compose({ unit: { key, context, root }, inherited: {}, blocks: {} })
  const scores = new Map<string, number | ErrorData>()
  const walk = (one: ComposedBlock): void => {
    const type = types.get(one.type)
    if (one.failure) scores.set(one.key, one.failure)
    else if (type?.capabilities.hasScore)
      scores.set(
        one.key,
        scoreOf(() => maxScoreOf(type, one)),
      )
    for (const child of one.children) walk(child)
  }
  walk(unit.root)
  return scores
}

/** One point of what fails to say it. */
function scoreOf(find: () => number): number {
  try {
    return find()
  } catch {
    return 1
  }
}

function withoutReferences({
  referred: _list,
  pool: _pool,
  children,
  ...own
}: PublishedBlock): PublishedBlock {
  return { ...own, children: children.map(withoutReferences) }
}
