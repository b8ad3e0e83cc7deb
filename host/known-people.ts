import type { PersonDirectory, SomeFacts } from '../runtime/index.js'

/** Somebody as pages for staff name them. */
export interface KnownPerson extends Omit<SomeFacts, 'name'> {
  /** The host's id of them. */
  readonly id: string
  /** By the host's directory; their id for whom it does not name. */
  readonly name: string
  /** Whether the directory says that they teach. */
  readonly isStaff: boolean
}

/** People that the directory is asked for at once. */
const together = 200

/** Who learners are, for pages of staff; by their ids alone where a directory names nobody, or fails. */
export class KnownPeople {
  /** @param directory of the host @param onFailure told where it failed */
  constructor(
    private readonly directory: () => PersonDirectory | undefined,
    private readonly onFailure: (thrown: unknown) => void,
  ) {}

  /** In the order that is asked for. @param context key of the course, as text */
  async of(ids: readonly string[], context: string): Promise<readonly KnownPerson[]> {
    const facts = new Map<string, SomeFacts>()
    const directory = this.directory()
    const asked = directory ? ids.length : 0
    for (let start = 0; start < asked; start += together) {
      try {
        const found = await directory?.of(ids.slice(start, start + together), context)
        for (const [id, one] of found ?? []) facts.set(id, one)
      } catch (thrown) {
        this.onFailure(thrown)
        break
      }
    }
    return ids.map((id) => {
      const { name, ...rest } = facts.get(id) ?? {}
      return { ...rest, id, name: name || id, isStaff: rest.roles?.includes('staff') ?? false }
    })
  }

  /** Names of all cohorts and teams of a course, where the directory says them. @param context key of the course, as text */
  async groups(context: string): Promise<readonly string[] | undefined> {
    try {
      return await this.directory()?.groups(context)
    } catch (thrown) {
      this.onFailure(thrown)
      return undefined
    }
  }

  /** Whether the host says that somebody belongs to a course. @param context key of the course, as text */
  async isEnrolled(id: string, context: string): Promise<boolean> {
    try {
      return (await this.directory()?.isEnrolled(id, context)) === true
    } catch (thrown) {
      this.onFailure(thrown)
      return false
    }
  }

  async one(id: string, context: string): Promise<KnownPerson> {
    const [person] = await this.of([id], context)
    return person ?? { id, name: id, isStaff: false }
  }
}
