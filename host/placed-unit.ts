import type { Compositor, PublishedContext, UnitSummary } from '../compositor/index.js'
import type { ComposedUnit } from '../runtime/index.js'

/** A composed unit where it stands in what is published, with what its banks draw together with. */
export async function placedUnit<U extends ComposedUnit>(
  known: PublishedContext,
  unit: U,
  compositor: Compositor,
): Promise<U> {
  const placed = known.known(unit.key) ?? (await known.unit(unit.key))
  if (!placed) return unit
  const { draws } = placed.entry
  return (
    known.knownPlaced(unit) ??
    known.placed(unit, placed, draws && (await compositor.companions(draws, known)))
  )
}

/** What units count for, each where it stands. */
export async function placedSummaries(
  published: PublishedContext,
  keys: readonly string[],
  compositor: Compositor,
): Promise<{ readonly units: readonly UnitSummary[]; readonly missing: readonly string[] }> {
  const { units: summaries, missing } = await compositor.summaries(keys, published)
  await published.units(summaries.map(({ key }) => key))
  const units: UnitSummary[] = []
  for (const unit of summaries) units.push(await placedUnit(published, unit, compositor))
  return { units, missing }
}
