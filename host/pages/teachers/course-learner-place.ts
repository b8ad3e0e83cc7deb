import type { LearnerGrades, LearnerHere, RecentChange, SubmittedBlock } from '../../../lms/index.js'
import type { JsonObject, SafeHtml } from '../../../runtime/index.js'
import type { KnownPerson } from '../../known-people.js'
import type { PageWords } from '../../words/index.js'
import type { PeopleById } from './staff-place.js'

/** A unit of a learner that is opened on their page. */
export interface OpenedUnit {
  readonly key: string
  readonly blocks: readonly {
    readonly block: SubmittedBlock
    readonly here: LearnerHere
    readonly history: JsonObject
  }[]
}

/** What a learner's page is made of. */
export interface CourseLearnerPlace {
  readonly words: PageWords
  readonly base: string
  /** The course, as text, and its name. */
  readonly context: string
  readonly title: string
  readonly person: KnownPerson
  readonly grades: LearnerGrades
  readonly news?: SafeHtml | undefined
  /** Key of the subsection that is to be changed. */
  readonly changing?: string | undefined
  /** What was typed into its forms and not stored, by the names of fields. */
  readonly typed: Readonly<Record<string, string | undefined>>
  readonly opened?: OpenedUnit | undefined
  /** Key of the subsection whose units are opened, in a course of many. */
  readonly part?: string | undefined
  readonly changes: readonly RecentChange[]
  /** Where what happened before goes on. */
  readonly next?: number | undefined
  /** Names of blocks and subsections, by their keys. */
  readonly titles: ReadonlyMap<string, string>
  /** Those of staff who did something to the learner's work. */
  readonly staff: PeopleById
}
