import { LRUCache } from 'lru-cache'
import type { CourseLearners } from '../../lms/index.js'
import type { KnownPeople, KnownPerson } from '../known-people.js'

/** Names of the groups that learners of a course are in. */
export interface GroupsFound {
  readonly names: readonly string[]
  /** Whether there are no others. */
  readonly isWhole: boolean
}

/** Learners that one asking looks at, and of how many the directory is asked at once. */
const [pieceLength, chunk] = [1000, 200]
/** Milliseconds for which what was found is taken as true. */
const trusted = 5 * 60_000
/** Courses whose groups are kept in mind. */
const mostCourses = 200

interface Gathered {
  /** What the look at all learners before this one found. */
  readonly known: ReadonlySet<string> | undefined
  /** What the look under way found so far. */
  readonly found: Set<string>
  /** The learner after whom it goes on. */
  after: string | undefined
  /** Epoch milliseconds at which it ended. */
  endedAt: number | undefined
}

/**
 * The cohorts and teams of courses with many learners: as the host says, else as its directory tells of the learners, of whom each asking
 * looks at some more until all were looked at.
 */
export class CourseGroups {
  readonly #gathered = new LRUCache<string, Gathered>({ max: mostCourses })

  constructor(
    private readonly people: KnownPeople,
    private readonly learners: Pick<CourseLearners, 'page'>,
    private readonly now: () => number,
  ) {}

  /** @param context key, as text @throws CompositorError `store-unavailable` */
  async of(context: string): Promise<GroupsFound> {
    const said = await this.people.groups(context)
    if (said) return { names: said, isWhole: true }
    const { known, found, endedAt } = await this.#further(context)
    const names = endedAt === undefined && known ? new Set([...known, ...found]) : found
    return { names: [...names], isWhole: endedAt !== undefined || known !== undefined }
  }

  async #further(context: string): Promise<Gathered> {
    const before = this.#gathered.get(context)
    const isOld = before?.endedAt !== undefined && this.now() - before.endedAt > trusted
    const one: Gathered =
      before && !isOld
        ? before
        : { known: before?.found, found: new Set(), after: undefined, endedAt: undefined }
    this.#gathered.set(context, one)
    for (let looked = 0; looked < pieceLength && one.endedAt === undefined; looked += chunk) {
      const ids = await this.learners.page(context, { after: one.after, limit: chunk })
      for (const name of groupsOf(await this.people.of(ids, context))) one.found.add(name)
      one.after = ids.at(-1)
      if (ids.length < chunk) one.endedAt = this.now()
    }
    return one
  }
}

/** The cohorts and teams that people are in. */
export function groupsOf(people: readonly KnownPerson[]): ReadonlySet<string> {
  return new Set(people.flatMap(({ cohort, teams = [] }) => [...(cohort ? [cohort] : []), ...teams]))
}
