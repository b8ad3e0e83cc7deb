import { parseUsageKey } from '../../runtime/keys/index.js'
import { isJsonObject } from '../../runtime/values/index.js'
import type { Records } from '../../store/index.js'
import type { BlockResult, ChangedField, ChangedState, StaffDeed, StaffNote } from '../learner-state/index.js'
import { logPrefix } from '../learner-state/record-key.js'

/** What a commit did at one block, or to one subsection. */
export type RecentDeed = StaffDeed | 'submitted' | 'worked' | 'completed'

/** Something that happened at a block of a learner. */
export interface RecentChange {
  /** Usage key of the block, or of what staff made an exception at, as text. */
  readonly usage: string
  readonly deed: RecentDeed
  /** Epoch milliseconds; undefined where nobody said. */
  readonly at: number | undefined
  /** What the learner had there since, where that changed. */
  readonly result?: BlockResult | undefined
  /** Who of staff did it, and why; undefined for what the learner did, and for what was stored before that was kept. */
  readonly staff?: Pick<StaffNote, 'by' | 'reason'> | undefined
  /** The date that staff gave; null for never. */
  readonly due?: number | null
  /** Points of a subsection that staff gave. */
  readonly earned?: number
  /** Attempts that are used since, where that changed. */
  readonly attempts?: number
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

function* changesIn({
  at,
  fields,
  results,
  deleted = [],
  staff: note,
}: ChangedState): Iterable<RecentChange> {
  const staff = note && { by: note.by, ...(note.reason !== undefined && { reason: note.reason }) }
  for (const usage of deleted) yield { usage, deed: 'deleted', at, staff }
  const gone = new Set(deleted)
  const resultOf = new Map(results.map(({ usage, result }) => [usage, result]))
  const counted = new Map<string, unknown>()
  const touched = new Set<string>()
  for (const one of fields) {
    const { scope, id, family, field, value } = one
    if (family === 'exceptions.v1') {
      const exception = exceptionIn(one)
      if (exception) yield { at, ...exception, staff: exception.staff ?? staff }
      continue
    }
    if (scope !== 'userState' || gone.has(id)) continue
    touched.add(id)
    if (field === 'attempts') counted.set(id, value)
  }
  for (const usage of new Set([...touched, ...resultOf.keys()])) {
    if (gone.has(usage)) continue
    const result = resultOf.get(usage) ?? undefined
    const deed = note?.deed ?? deedOf(counted.get(usage), touched.has(usage), result)
    const attempts = counted.get(usage)
    yield {
      usage,
      deed,
      at,
      result,
      staff: staff ?? overriderIn(result, deed),
      ...(typeof attempts === 'number' && { attempts }),
    }
  }
}

/** What staff gave a learner, or took back, at a subsection, unit or block. */
function exceptionIn({ field, value, removed }: ChangedField): Omit<RecentChange, 'at'> | undefined {
  const [kind = '', usage = ''] = field.split(' ')
  const given = isJsonObject(value) ? value : {}
  const { by, reason, due, earned } = given
  const staff = typeof by === 'string' ? { by, ...(typeof reason === 'string' && { reason }) } : undefined
  if (kind === 'extension') {
    const isDate = typeof due === 'number' || due === null
    return { usage, deed: removed ? 'extension-removed' : 'extended', staff, ...(isDate && { due }) }
  }
  if (kind !== 'override') return undefined
  const isGiven = !removed && isJsonObject(value)
  const points = typeof earned === 'number' && { earned }
  return { usage, deed: isGiven ? 'score-given' : 'score-taken-back', staff, ...points }
}

function overriderIn(result: BlockResult | undefined, deed: RecentDeed): RecentChange['staff'] {
  const { by, reason } = result?.grade?.override ?? {}
  return deed === 'score-given' && by !== undefined && reason !== undefined ? { by, reason } : undefined
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
