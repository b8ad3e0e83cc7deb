import type { CourseRole } from './course-role.js'
import type { PersonPart } from './person.js'
import { PersonDirectory, type SomeFacts } from './person-source.js'

const prefix = 'pseudonym-'

/** People that are all known, as in a test or a workbench, with pseudonyms that can be read. */
export class PeopleAtHand extends PersonDirectory {
  readonly #known = new Map<string, SomeFacts>()

  /** @param denies what no block is told, whatever it asks for */
  constructor(private readonly denies: readonly PersonPart[] = []) {
    super()
  }

  /** Takes note of somebody. */
  add(id: string, facts: SomeFacts): void {
    this.#known.set(id, facts)
  }

  denied(): ReadonlySet<PersonPart> {
    return new Set(this.denies)
  }

  pseudonym(learner: string): string {
    return `${prefix}${learner}`
  }

  learnerBehind(pseudonym: string): string | undefined {
    return pseudonym.startsWith(prefix) ? pseudonym.slice(prefix.length) : undefined
  }

  async of(learners: readonly string[]): Promise<ReadonlyMap<string, SomeFacts>> {
    return new Map(
      learners.flatMap((id) => {
        const facts = this.#known.get(id)
        return facts ? [[id, facts] as const] : []
      }),
    )
  }
}

/** All roles of somebody, of whether they are staff and what else they are. */
export function allRoles(isStaff: boolean, roles: readonly CourseRole[] = []): readonly CourseRole[] {
  const further = roles.filter((role) => role !== 'staff' && role !== 'learner')
  return [isStaff ? 'staff' : 'learner', ...further]
}
