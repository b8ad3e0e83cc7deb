import type { PublishedContext } from '../../compositor/index.js'
import type { FieldUpdate } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import { isJsonObject, type Json, type JsonObject } from '../../runtime/values/index.js'
import type { TrackingEvent } from '../events/index.js'
import type { Learner } from '../learner.js'
import { LearnerUpdates, nothingChanged, type LearnerBatch, type StaffDeed } from '../learner-state/index.js'
import type { LearnersSideOptions } from '../learner-units.js'
import { givenMark, refuseUnseen, staffOnly } from '../staff/index.js'
import {
  exceptionsAddress,
  exceptionsIn,
  extendedAddress,
  extendedField,
  extensionField,
  isExtendedIn,
  overrideField,
  type LearnerExceptions,
} from './learner-exceptions.js'

/** Whom staff except from something, where and why. */
export interface ExceptionPlace {
  readonly published: PublishedContext
  readonly learner: Learner
  /** The one of staff who does it. */
  readonly by: Learner
  /** Usage key of the subsection, unit or block, as text. */
  readonly usage: string
  readonly reason: string
  /** What stood there when it was thought of, by `givenMark`; left out, whatever stands there. */
  readonly seen?: string | undefined
}

/** A score that staff give. */
export interface GivenScore {
  readonly earned: number
  /** As it is where left out. */
  readonly possible?: number | undefined
}

/** Characters of a reason. */
const longestReason = 2000
/** Overrides and extensions of one learner in one context. */
const mostExceptions = 1000

/**
 * Gives a learner a score in place of what they earned at a subsection, or takes that back with `null`. It is kept with the learner, who did it and
 * why with it, and is a line of the event log.
 * @returns whether anything changed
 * @throws CompositorError `staff-only`; `block-not-found` for what is no subsection; `exception-changed`, `handler-input`,
 *   `learner-write-conflict`, `store-full`, `store-unavailable`
 */
export async function overrideSubsection(
  options: LearnersSideOptions,
  place: ExceptionPlace,
  score: GivenScore | null,
): Promise<boolean> {
  const { published, usage } = place
  if (!(await isSubsection(published, usage))) throw notFound(published, usage, 'subsection')
  if (score && !isScore(score)) {
    throw refused('A score is what is earned, from 0 on, of what is possible, more than 0.')
  }
  const given = score && {
    earned: score.earned,
    ...(score.possible !== undefined && { possible: score.possible }),
  }
  return except(options, place, {
    field: overrideField(place.usage),
    given,
    deed: given ? 'score-given' : 'score-taken-back',
    name: given ? 'unit_compositor.subsection.overridden' : 'unit_compositor.subsection.override_removed',
  })
}

/**
 * Sets another date that something is due for one learner, or takes that back with `undefined`; `null` is never.
 * @param due epoch milliseconds
 * @returns whether anything changed
 * @throws CompositorError as {@link overrideSubsection} does; a unit or block, too, may be due at another date
 */
export async function extendDue(
  options: LearnersSideOptions,
  place: ExceptionPlace,
  due: number | null | undefined,
): Promise<boolean> {
  if (typeof due === 'number' && !Number.isFinite(due))
    throw refused('An extension is a date, or null for never.')
  return except(options, place, {
    field: extensionField(place.usage),
    given: due === undefined ? null : { due },
    deed: due === undefined ? 'extension-removed' : 'extended',
    name:
      due === undefined ? 'unit_compositor.due_date.extension_removed' : 'unit_compositor.due_date.extended',
  })
}

/** What staff except a learner from in a context. @throws CompositorError `staff-only`, `store-unavailable` */
export async function exceptionsOf(
  { store }: Pick<LearnersSideOptions, 'store'>,
  { published, learner, by }: Pick<ExceptionPlace, 'published' | 'learner' | 'by'>,
): Promise<LearnerExceptions> {
  staffOnly(by)
  const address = exceptionsAddress(published.publication.context)
  const batch = await store.load(learner.id, [address])
  return batch.settled(async () =>
    exceptionsIn(batch.storedAt(address), (usage) => published.newestKey(usage)),
  )
}

/** One change of what is kept of a learner. */
interface ExceptionChange {
  readonly field: string
  /** Null takes it away. */
  readonly given: JsonObject | null
  readonly deed: StaffDeed
  /** Of the line of the log. */
  readonly name: string
}

async function except(
  { store, events, clock }: LearnersSideOptions,
  place: ExceptionPlace,
  change: ExceptionChange,
): Promise<boolean> {
  const { published, learner, by, usage } = place
  staffOnly(by)
  const reason = place.reason.trim()
  if (reason === '' || reason.length > longestReason)
    throw refused(`Say why, in at most ${longestReason} characters.`)
  const { context } = published.publication
  const title = await titleOf(published, usage)
  const own = exceptionsAddress(context)
  const all = extendedAddress(context)
  const { result: lines } = await new LearnerUpdates(store).update(
    learner.id,
    { addresses: [own, all] },
    async (batch) => {
      const at = clock.now()
      refuseUnseen(place.seen, markOf(batch.record(own)?.[change.field]), usage)
      const updates = updatesOf(batch, change, { reason, by: by.id, at }, context)
      const lines = updates.length === 0 ? [] : [lineOf(place, change, { reason, at, title })]
      const staff = { deed: change.deed, by: by.id, reason }
      const log = { at, userId: learner.anonymousId, context, lines, staff }
      return { change: { ...nothingChanged, updates, log }, result: lines }
    },
  )
  if (lines.length > 0) events.stored(lines)
  return lines.length > 0
}

/** The mark of an exception as it is stored. */
function markOf(stored: Json | undefined): string {
  if (!isJsonObject(stored)) return ''
  const { at, earned, due = null } = stored
  const value = typeof earned === 'number' ? earned : typeof due === 'number' ? due : null
  return givenMark({ at: typeof at === 'number' ? at : 0, value })
}

/** What is stored; nothing where what is taken away is not there. */
function updatesOf(
  batch: LearnerBatch,
  { field, given }: ExceptionChange,
  why: JsonObject,
  context: string,
): readonly FieldUpdate[] {
  const own = exceptionsAddress(context)
  const before = batch.record(own) ?? {}
  if (!given && !(field in before)) return []
  if (given && !(field in before) && Object.keys(before).length >= mostExceptions)
    throw refused(`A learner can be excepted from ${mostExceptions} things in a course at most.`)
  const update: FieldUpdate = { ...own, field, value: given ? { ...given, ...why } : undefined }
  const all = extendedAddress(context)
  const isFirst = given && 'due' in given && !isExtendedIn({ values: batch.record(all) ?? {} })
  return isFirst ? [update, { ...all, field: extendedField, value: true }] : [update]
}

function lineOf(
  { published, learner, by, usage }: ExceptionPlace,
  { name, given }: ExceptionChange,
  { reason, at, title }: { readonly reason: string; readonly at: number; readonly title: string },
): TrackingEvent {
  const { context } = published.publication
  const { due } = given ?? {}
  const said = typeof due === 'number' ? { due: new Date(due).toISOString() } : given
  return {
    time: new Date(at).toISOString(),
    event_type: name,
    name,
    event_source: 'server',
    context: {
      course_id: context,
      user_id: learner.anonymousId,
      unit: '',
      module: { usage_key: usage, display_name: title },
    },
    event: {
      course_id: context,
      usage_key: usage,
      user_id: learner.anonymousId,
      instructor_id: by.anonymousId,
      reason,
      ...said,
    },
  }
}

/** What is published is called; a block in a unit has no title here. @throws CompositorError `block-not-found` */
async function titleOf(published: PublishedContext, usage: string): Promise<string> {
  const line = await published.line(usage)
  if (line) return line.title
  if ((await published.unitOf(parseUsageKey(usage))) !== undefined) return ''
  throw notFound(published, usage, 'block')
}

/** Whether something has units right below it. */
export async function isSubsection(published: PublishedContext, usage: string): Promise<boolean> {
  const line = await published.line(usage)
  const below = line?.isUnit ? undefined : await published.lines(line?.children ?? [])
  return [...(below?.values() ?? [])].some(({ isUnit }) => isUnit)
}

function notFound({ publication }: PublishedContext, usage: string, kind: string): CompositorError {
  const message = `'${publication.context}' has no ${kind} '${usage.slice(0, 300)}'.`
  return new CompositorError('block-not-found', message, { usage })
}

function isScore({ earned, possible }: GivenScore): boolean {
  const isPossible = possible === undefined || (Number.isFinite(possible) && possible > 0)
  return Number.isFinite(earned) && earned >= 0 && isPossible
}

function refused(message: string): CompositorError {
  return new CompositorError('handler-input', message)
}
