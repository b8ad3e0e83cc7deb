import { PersonDirectory, type PersonPart, type SomeFacts } from '../runtime/index.js'
import { isStaffByRole, type LearnerIdentity } from './learner-of.js'
import { Pseudonyms } from './identity/pseudonyms.js'

/** What a host tells blocks of people (docs/run-a-host.md). */
export interface PeopleOptions {
  /**
   * Who people are, by the ids that `learner` gives them, for blocks whose staff ask about learners. Those whom it does not name are known
   * by their ids alone, and so is everybody where it is left out.
   * @param context key of the course or library they are asked about in, as text
   */
  readonly directory?: (
    ids: readonly string[],
    context: string,
  ) => Iterable<LearnerIdentity> | Promise<Iterable<LearnerIdentity>>
  /**
   * Whether somebody is enrolled in a course. Pages of its staff name those who have begun there, and those of whom this is true; all others
   * stand there by their ids, as staff of one course see nobody's name who learns in another. Left out, it is true of nobody.
   * @param id as `learner` gives it @param context key of the course, as text
   */
  readonly isEnrolled?: (id: string, context: string) => boolean | Promise<boolean>
  /**
   * Names of all cohorts and teams of a course, by which its gradebook is filtered. Left out, they are gathered from what `directory` tells
   * of its learners.
   * @param context key of the course, as text
   */
  readonly groups?: (context: string) => Iterable<string> | Promise<Iterable<string>>
  /** What plugins are not told though they ask for it, by the name of the plugin; `*` stands for all. */
  readonly deny?: { readonly [plugin: string]: readonly PersonPart[] }
}

/** The people of a host, as its options say. */
export class HostPeople extends PersonDirectory {
  readonly #pseudonyms: Pseudonyms
  readonly #denied = new Map<string, ReadonlySet<PersonPart>>()

  /** @param secret of the store */
  constructor(
    private readonly options: PeopleOptions,
    secret: string,
  ) {
    super()
    this.#pseudonyms = new Pseudonyms(secret)
  }

  denied(plugin: string): ReadonlySet<PersonPart> {
    let denied = this.#denied.get(plugin)
    if (!denied) {
      const { deny = {} } = this.options
      const of = (name: string) => (Object.hasOwn(deny, name) ? (deny[name] ?? []) : [])
      this.#denied.set(plugin, (denied = new Set([...of('*'), ...of(plugin)])))
    }
    return denied
  }

  pseudonym(learner: string, context: string): string {
    return this.#pseudonyms.of(learner, context)
  }

  learnerBehind(pseudonym: string, context: string): string | undefined {
    return this.#pseudonyms.learnerBehind(pseudonym, context)
  }

  override async isEnrolled(learner: string, context: string): Promise<boolean> {
    return (await this.options.isEnrolled?.(learner, context)) === true
  }

  override async groups(context: string): Promise<readonly string[] | undefined> {
    const { groups } = this.options
    return groups && [...new Set(await groups(context))]
  }

  async of(learners: readonly string[], context: string): Promise<ReadonlyMap<string, SomeFacts>> {
    const { directory } = this.options
    const wanted = new Set(learners)
    const known = directory && wanted.size > 0 ? await directory(learners, context) : []
    const facts = new Map<string, SomeFacts>()
    for (const { id, name, email, username, roles = [], isStaff, cohort, teams } of known) {
      if (!wanted.has(id)) continue
      const base = (isStaff ?? isStaffByRole(roles)) ? 'staff' : 'learner'
      const further = roles.filter((role) => role !== 'learner' && role !== 'staff')
      facts.set(id, { name, email, username, cohort, teams, roles: [base, ...further] })
    }
    return facts
  }
}
