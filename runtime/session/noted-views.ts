import type { FieldData } from '../block/field-values.js'
import { Course } from '../service/course.js'
import { Clock, User } from '../service/standard-services.js'
import type { ServiceToken } from '../service/needs.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import type { Fragment } from '../view/fragment.js'
import type { LearnerNotes } from './learner-notes.js'
import type { UnreadViews } from './unread-views.js'

/** What a view gave, and all that it asked of the learner. */
export interface NotedView {
  readonly view: string
  readonly fragment: Fragment
  readonly notes: LearnerNotes
}

/** Views kept of one block: for learners and staff, before a date and after, in some languages. */
const mostKept = 16

/**
 * What views gave that found nothing stored of the learner. They are given again to whoever gives the same answers to all that
 * they asked, which are most learners on their first visit (docs/decisions/0098-views-are-shared-by-what-they-asked.md).
 */
export class NotedViews {
  readonly #kept = new WeakMap<ComposedBlock, NotedView[]>()

  constructor(private readonly unread: UnreadViews) {}

  /** The view for a learner who answers as the one did that it was made for. */
  find(block: ComposedBlock, view: string, asked: Asked): NotedView | undefined {
    this.unread.read(block)
    return this.#kept.get(block)?.find((one) => one.view === view && holds(one.notes, asked))
  }

  /** All that is kept of a block. */
  of(block: ComposedBlock): readonly NotedView[] {
    this.unread.read(block)
    return this.#kept.get(block) ?? []
  }

  keep(block: ComposedBlock, noted: NotedView): void {
    const kept = this.#kept.get(block)
    if (!kept) this.#kept.set(block, [noted])
    else {
      if (kept.length >= mostKept) kept.shift()
      kept.push(noted)
    }
  }
}

/** Who is asked whether notes hold: one request of one learner. */
export interface Asked {
  readonly fieldData: FieldData
  service(token: ServiceToken): unknown
  readonly locale: string
  readonly timeZone: string
  readonly around: string | undefined
}

function holds(notes: LearnerNotes, asked: Asked): boolean {
  const { unset, isStaff, locale, timeZone, around, course, pasts } = notes
  const { fieldData, service } = asked
  if (locale !== undefined && locale !== asked.locale) return false
  if (timeZone !== undefined && timeZone !== asked.timeZone) return false
  if (around !== undefined && around !== (asked.around ?? '')) return false
  if (isStaff !== undefined && (service(User) as User | undefined)?.isStaff !== isStaff) return false
  if (course !== undefined && (service(Course) as { readonly mark?: string } | undefined)?.mark !== course)
    return false
  try {
    for (const { address, names } of unset) {
      const record = fieldData.record(address)
      if (record !== undefined && names.some((name) => record[name] !== undefined)) return false
    }
  } catch {
    // What was not read ahead is asked for again by the view itself, which says so.
    return false
  }
  // Asked last: an answer bounds how long the page stays true.
  const clock = service(Clock) as Clock | undefined
  return pasts.every(([instant, past]) => clock?.isPast(instant) === past)
}
