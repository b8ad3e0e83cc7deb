import type { Container } from 'inversify'
import type { FieldData } from '../block/field-values.js'
import { Course } from '../service/course.js'
import type { GivenGrade } from '../service/learners.js'
import type { ServiceToken } from '../service/needs.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import type { StaffPort } from './staff-port.js'

/** What differs from request to request. */
export interface SessionOptions {
  /** The learner's stored values, loaded in one batch. */
  readonly fieldData: FieldData
  /** The services of this request, such as the user, before those of the process; undefined for one that it has not. */
  readonly service?: (token: ServiceToken) => unknown
  /** The learner's language (BCP 47), for words of plugins; `en` when left out. */
  readonly locale?: string | undefined
  /** The learner's time zone, as in the IANA database; `UTC` when left out. */
  readonly timeZone?: string | undefined
  /** Binds further services of this request; called when the first of them is asked for. */
  readonly bind?: (services: Container) => void
  /**
   * The children this learner sees, where they, or what is in them, are not those of everybody; else all of them. What
   * is shared between learners is neither taken nor kept of such a block.
   */
  readonly childrenOf?: (block: ComposedBlock) => readonly ComposedBlock[] | undefined
  /** Whether failures are shown with their reasons, as staff want them. */
  readonly showFailures?: boolean
  /** Whether it is of an author, where blocks are edited: views and handlers for authors are for such requests alone. */
  readonly forAuthors?: boolean
  /** What handlers for staff reach other learners by; given for requests of staff alone. */
  readonly staff?: StaffPort | undefined
  /** What the learner has achieved at a block. */
  readonly resultOf?: (usage: string) => { readonly grade?: GivenGrade } | undefined
  /** What the host calls the request, for reports of what failed in it. */
  readonly requestId?: string | undefined
}

/** Where a learner lives, as far as words go. */
export interface LearnersWorld {
  readonly locale: string
  readonly timeZone: string
  /** The language of the course that they are in; undefined where its authors do not say. */
  readonly around: string | undefined
}

/** The languages and time zone of a request. */
export function worldOf({ locale = 'en', timeZone = 'UTC', service }: SessionOptions): LearnersWorld {
  return { locale, timeZone, around: (service?.(Course) as Course | undefined)?.language }
}
