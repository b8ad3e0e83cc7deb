import type { PersonFacts, PersonPart } from './person.js'

/** What is known of somebody; a part that is left out is not known. */
export type SomeFacts = { readonly [P in PersonPart]?: PersonFacts[P] | undefined }

/**
 * What a host tells of its people; blocks get of it what they declared. A host binds one for the process: `openHost` makes it of
 * its option `people`.
 */
export abstract class PersonDirectory {
  /** What plugins are not told, by the name of the plugin. */
  abstract denied(plugin: string): ReadonlySet<PersonPart>
  /** See {@link Person.pseudonym}. @param context key, as text, without branch or version */
  abstract pseudonym(learner: string, context: string): string
  /** The learner behind a pseudonym; undefined for what is none of this context. */
  abstract learnerBehind(pseudonym: string, context: string): string | undefined
  /** What is known of people, by the host's ids; nothing of those whom it does not know. */
  abstract of(learners: readonly string[], context: string): Promise<ReadonlyMap<string, SomeFacts>>

  /**
   * Whether somebody belongs to a course, though they have done nothing there: its staff then see who they are.
   * @param context key, as text
   */
  isEnrolled(_learner: string, _context: string): Promise<boolean> {
    return Promise.resolve(false)
  }

  /** Names of all cohorts and teams of a course; undefined where only {@link of} tells of them. @param context key, as text */
  groups(_context: string): Promise<readonly string[] | undefined> {
    return Promise.resolve(undefined)
  }
}

/** What is told of the learner of a request. Whoever opens a session for somebody binds it. */
export abstract class PersonSource {
  abstract readonly id: string
  abstract readonly facts: SomeFacts
}
