import type { Records } from '../../store/index.js'
import type { StaffDeed } from '../learner-state/index.js'
import { recentChanges, type RecentChange } from './recent-changes.js'

/** What staff did last to a learner's work somewhere, and what holds again once that is undone. */
export interface LastDeed {
  readonly last: RecentChange
  /** What was given, or used, before; undefined where there was nothing. */
  readonly before: RecentChange | undefined
}

type Changed = 'score' | 'due' | 'attempts'

const changedBy: Partial<Record<StaffDeed, Changed>> = {
  'score-given': 'score',
  'score-taken-back': 'score',
  extended: 'due',
  'extension-removed': 'due',
  'attempts-reset': 'attempts',
}

/**
 * What staff did last at a block, or to a subsection, by what the store keeps of each commit; a bounded read.
 * @param usage as text, as it is kept
 * @returns undefined for nothing that can be undone, or where what was before is too long ago to tell
 * @throws CompositorError `store-unavailable`
 */
export async function lastDeed(
  records: Records,
  { learner, context, usage }: { readonly learner: string; readonly context: string; readonly usage: string },
): Promise<LastDeed | undefined> {
  const { changes, next } = await recentChanges(records, learner, context)
  const own = changes.filter((one) => one.usage === usage)
  const at = own.findIndex(({ staff }) => staff !== undefined)
  const last = own[at]
  const changed = last && whatChanged(last)
  if (!last || !changed) return undefined
  const isOfKind = (one: RecentChange) =>
    changed === 'attempts' ? one.attempts !== undefined : whatChanged(one) === changed
  const before = own.slice(at + 1).find(isOfKind)
  return before || next === undefined ? { last, before } : undefined
}

function whatChanged({ deed }: RecentChange): Changed | undefined {
  return changedBy[deed as StaffDeed]
}
