import type { JsonObject } from '../../runtime/values/index.js'
import type { KeyRange, Records, StoredText } from '../../store/index.js'
import { untoldPrefix, untoldKinds } from './record-key.js'

/** State that was deleted at a block whose type is to be told, and has not been. */
export interface UntoldDeletion {
  /** Usage key, as text. */
  readonly usage: string
  readonly learner: { readonly id: string; readonly anonymousId: string }
  /** What was stored of the learner there, by OLX name. */
  readonly values: JsonObject
  /** Whether everything of the learner was deleted. */
  readonly isErased: boolean
  /** When it was deleted, in epoch milliseconds. */
  readonly at: number
  /** How often it was told in vain, and when it is told next. */
  readonly tries: number
  readonly due: number
}

/** What became of telling: it is told, will be again, or is not for anybody here. */
export type Telling = 'told' | 'failed' | 'nobody'

/** Those that are looked at, at once. */
const most = 100

/** Milliseconds until it is told once more: twice as long each time, an hour at most. */
const [soonest, latest] = [5_000, 3_600_000]

/** Milliseconds for which it is tried: what a learner had deleted is not kept for good. */
const patience = 30 * 86_400_000

/** The text that is kept of a deletion until it is told. */
export function untoldText(deleted: Omit<UntoldDeletion, 'tries' | 'due'>): string {
  return JSON.stringify({ ...deleted, tries: 0, due: deleted.at } satisfies UntoldDeletion)
}

/**
 * Tells of deletions that are due, each of them at least once: whoever tells takes it first, so that hosts of one store do not tell
 * at once, and forgets it when it is told.
 * @param learner of whom; of everybody if left out
 * @param onLost told of one that nobody took in a month, which is forgotten
 * @throws CompositorError `store-unavailable`
 */
export async function tellDeletions(
  records: Records,
  now: number,
  tell: (deletion: UntoldDeletion) => Promise<Telling>,
  {
    learner,
    onLost,
  }: { readonly learner?: string; readonly onLost?: (deletion: UntoldDeletion) => void } = {},
): Promise<void> {
  for (let from = learner === undefined ? untoldKinds : untoldPrefix(learner); ;) {
    const found = await records.range({ ...within(learner, from), limit: most })
    for (const one of found) await tellOne(records, one, now, tell, onLost)
    const last = found.at(-1)
    if (last === undefined || found.length < most) return
    from = `${last.key} `
  }
}

async function tellOne(
  records: Records,
  { key, text }: StoredText,
  now: number,
  tell: (deletion: UntoldDeletion) => Promise<Telling>,
  onLost: ((deletion: UntoldDeletion) => void) | undefined,
): Promise<void> {
  const deletion = JSON.parse(text) as UntoldDeletion
  if (deletion.due > now) return
  const wait = Math.min(latest, soonest * 2 ** Math.min(deletion.tries, 20))
  const taken = JSON.stringify({ ...deletion, tries: deletion.tries + 1, due: now + wait })
  const change = (before: string, after: string | undefined) =>
    records.commit({ expected: new Map([[key, before]]), writes: new Map([[key, after]]) })
  if (!(await change(text, taken)).committed) return
  const telling = await tell(deletion)
  if (telling !== 'told' && now - deletion.at < patience) return
  if (telling !== 'told') onLost?.(deletion)
  await change(taken, undefined)
}

function within(learner: string | undefined, from: string): KeyRange {
  return { from, to: `${learner === undefined ? untoldKinds : untoldPrefix(learner)}\u007f` }
}
