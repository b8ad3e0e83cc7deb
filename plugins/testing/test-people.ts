import { PersonDirectory, type CourseRole, type PersonPart, type SomeFacts } from '../../runtime/index.js'

const prefix = 'pseudonym-'

/** Everybody that a test has as a learner, and what blocks are told of them. */
export class TestPeople extends PersonDirectory {
  readonly #known = new Map<string, SomeFacts>()

  /** @param denies what no block is told, whatever it asks for */
  constructor(private readonly denies: readonly PersonPart[]) {
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

/** The roles of somebody in the course of the test kit. */
export function testRoles(isStaff: boolean, roles: readonly CourseRole[] = []): readonly CourseRole[] {
  const further = roles.filter((role) => role !== 'staff' && role !== 'learner')
  return [isStaff ? 'staff' : 'learner', ...further]
}
