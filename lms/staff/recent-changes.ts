import { parseUsageKey } from '../../runtime/keys/index.js'
import { isJsonObject } from '../../runtime/values/index.js'
import type { Records } from '../../store/index.js'
import type { BlockResult, ChangedState } from '../learner-state/index.js'
import { logPrefix } from '../learner-state/record-key.js'

/** What a commit did at one block, or to one subsection. */
export type RecentDeed =
  | 'submitted'
  | 'worked'
  | 'completed'
  | 'graded'
  | 'score-given'
  | 'attempts-reset'
  | 'deleted'
  | 'extended'
  | 'extension-removed'

/** Something that happened at a block of a learner. */
export interface RecentChange {
  /** Usage key of the block, or of what staff made an exception at, as text. */
  readonly usage: string
  readonly deed: RecentDeed
  /** Epoch milliseconds; undefined where nobody said. */
  readonly at: number | undefined
  /** What the learner had there since, where that changed. */
  readonly result?: BlockResult | undefined
}

/** A page of what happened, the newest first. */
export interface RecentChanges {
  readonly changes: readonly RecentChange[]
  /** The number of the commit before which the next page begins. */
  readonly next?: number
}

/** Commits that one page looks at. */
const pageSize = 40

/**
 * What a learner, and staff at their work, did in a course, as the store keeps it of each commit: a bounded read, whatever there is of it.
 * @param context of the course, as text @param before the number of a commit; the page begins with the one before
 * @throws CompositorError `store-unavailable`
 */
export async function recentChanges(
  records: Records,
  learner: string,
  context: string,
  before?: number,
): Promise<RecentChanges> {
  const prefix = logPrefix(learner)
  const to = before === undefined ? `${prefix}\u007f` : `${prefix}${String(before).padStart(12, '0')}`
  const found = await records.range({ from: prefix, to, limit: pageSize, isBackward: true })
  const changes = found.flatMap(({ text }) => [...changesIn(JSON.parse(text) as ChangedState)])
  const last = found.at(-1)
  return {
    changes: changes.filter(({ usage }) => contextOf(usage) === context),
    ...(last && found.length === pageSize && { next: Number(last.key.slice(prefix.length)) }),
  }
}

function* changesIn({ at, fields, results, deleted = [] }: ChangedState): Iterable<RecentChange> {
  for (const usage of deleted) yield { usage, deed: 'deleted', at }
  const gone = new Set(deleted)
  const resultOf = new Map(results.map(({ usage, result }) => [usage, result]))
  const counted = new Map<string, unknown>()
  const touched = new Set<string>()
  for (const { scope, id, family, field, value, removed } of fields) {
    if (family === 'exceptions.v1') {
      const [kind = '', usage = ''] = field.split(' ')
      if (kind === 'extension') yield { usage, deed: removed ? 'extension-removed' : 'extended', at }
      if (kind === 'override')
        yield { usage, deed: removed || !isJsonObject(value ?? null) ? 'graded' : 'score-given', at }
      continue
    }
    if (scope !== 'userState' || gone.has(id)) continue
    touched.add(id)
    if (field === 'attempts') counted.set(id, value)
  }
  for (const usage of new Set([...touched, ...resultOf.keys()])) {
    if (gone.has(usage)) continue
    const result = resultOf.get(usage) ?? undefined
    yield { usage, deed: deedOf(counted.get(usage), touched.has(usage), result), at, result }
  }
}

function deedOf(attempts: unknown, isTouched: boolean, result: BlockResult | undefined): RecentDeed {
  if (typeof attempts === 'number' && attempts > 0 && result) return 'submitted'
  if (typeof attempts === 'number' && !result) return 'attempts-reset'
  if (!isTouched && result?.grade?.override) return 'score-given'
  if (!isTouched && result?.grade) return 'graded'
  return result && (result.completion ?? 0) >= 1 ? 'completed' : isTouched && !result ? 'worked' : 'graded'
}

function contextOf(usage: string): string | undefined {
  try {
    return parseUsageKey(usage).context.withoutBranchOrVersion().toString()
  } catch {
    return undefined
  }
}
