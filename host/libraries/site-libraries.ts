import type { UnitStore } from '../../compositor/index.js'
import {
  type Libraries,
  type AuthoringStore,
  type BlockUsage,
  type BlockUse,
  type DraftNow,
  type Grants,
  type LibraryStanding,
  type LibraryStandings,
  type NewLibrary,
} from '../../content/index.js'
import { CompositorError } from '../../runtime/index.js'
import type { LibraryOrigin, LibraryOrigins, OriginChange } from './library-origins.js'

/** What the libraries of a site rest on. */
export interface SiteLibrariesParts {
  readonly libraries: Libraries
  readonly authoring: AuthoringStore
  readonly units: UnitStore
  readonly standings: LibraryStandings
  readonly usage: BlockUsage
  readonly origins: LibraryOrigins
}

/** What is to change of what a site says of a library; roles that are null are taken away. */
export interface StandingChange {
  readonly publicReading?: boolean | undefined
  readonly publicLearning?: boolean | undefined
  /** Keys and organisations that may refer to it; null for all. */
  readonly mayRefer?: readonly string[] | null | undefined
  readonly roles?: GrantsChange | undefined
  /** Where it comes from. */
  readonly origin?: OriginChange | undefined
}

type RoleChanges = Readonly<Record<string, Grants['users'][string] | null>>

/** Roles to give, and null for those to take away. */
export interface GrantsChange {
  readonly users?: RoleChanges | undefined
  readonly groups?: RoleChanges | undefined
  readonly organisations?: RoleChanges | undefined
}

/** What a site says of a library, learning from it included. */
export interface SiteStanding extends LibraryStanding {
  readonly publicLearning: boolean
  readonly origin: LibraryOrigin
}

/** The libraries of a site: what is in them is content's, what the site says of them is kept beside. */
export class SiteLibraries {
  constructor(private readonly parts: SiteLibrariesParts) {}

  /**
   * Makes a library with nothing in it, whose maker is its admin.
   * @throws CompositorError `context-exists`, `key-malformed`, `key-kind`, `field-value`
   */
  async create(made: NewLibrary, by: string | undefined): Promise<DraftNow> {
    const draft = await this.parts.libraries.create(made, { author: by })
    if (by !== undefined) await this.change(made.key, { roles: { users: { [by]: 'admin' } } })
    return draft
  }

  /** @throws CompositorError `store-unavailable` */
  async standing(library: string): Promise<SiteStanding> {
    const { standings, units, origins } = this.parts
    const [standing, publicLearning, origin] = await Promise.all([
      standings.of(library),
      units.publicLearning(library),
      origins.of(library),
    ])
    return { ...standing, publicLearning, origin }
  }

  /** @throws CompositorError `context-unknown`, `handler-input`, `store-unavailable` */
  async change(library: string, change: StandingChange): Promise<SiteStanding> {
    const { authoring, standings, units, origins } = this.parts
    const { publicLearning, publicReading, mayRefer, roles, origin } = change
    await authoring.head(library)
    if (origin) await origins.change(library, origin)
    await standings.change(library, (before) => ({
      ...before,
      ...(publicReading !== undefined && { publicReading: publicReading || undefined }),
      ...(mayRefer !== undefined && { mayRefer: mayRefer ?? undefined }),
      ...(roles && { roles: changedGrants(before.roles, roles) }),
    }))
    if (publicLearning !== undefined) await units.setPublicLearning(library, publicLearning)
    return this.standing(library)
  }

  /** Who is what in all libraries of an organisation. @throws CompositorError `store-unavailable` */
  organisation(organisation: string): Promise<Grants> {
    return this.parts.standings.ofOrganisation(organisation)
  }

  /** Changes who is what in all libraries of an organisation. @throws CompositorError `handler-input`, `store-unavailable` */
  changeOrganisation(organisation: string, roles: GrantsChange): Promise<Grants> {
    return this.parts.standings.changeOrganisation(organisation, (before) => changedGrants(before, roles))
  }

  /** From now on it takes no edits and no new references; learners go on. @throws CompositorError `context-unknown` */
  async archive(library: string): Promise<void> {
    await this.parts.authoring.head(library)
    await this.parts.standings.change(library, (before) => ({ ...before, archived: true }))
  }

  /** Takes {@link archive} back. @throws CompositorError `context-unknown` */
  async restore(library: string): Promise<void> {
    await this.parts.authoring.head(library)
    await this.parts.standings.change(library, (before) => ({ ...before, archived: undefined }))
  }

  /** Who refers to a library. @throws CompositorError `context-unknown`, `store-unavailable` */
  async uses(library: string): Promise<readonly BlockUse[]> {
    const { authoring, usage } = this.parts
    await authoring.head(library)
    for (const context of await usage.behind()) await usage.follow(context)
    return (await usage.users(library)).filter(({ context }) => context !== library)
  }

  /**
   * Deletes a library. What is published of courses goes on; they find it no more when they are published again.
   * @param confirmed how many courses and libraries the caller knows to use it
   * @throws CompositorError `context-unknown`; `library-used` where that many are not said
   */
  async delete(library: string, confirmed: number): Promise<readonly BlockUse[]> {
    const { authoring, units, standings } = this.parts
    const uses = await this.uses(library)
    if (uses.length !== confirmed) {
      const some = uses.slice(0, 10).map(({ context }) => context)
      const names =
        some.length > 0 ? ` (${some.join(', ')}${uses.length > some.length ? ' and more' : ''})` : ''
      const message = `'${library}' is used by ${uses.length} courses and libraries${names}; say that number to delete it.`
      throw new CompositorError('library-used', message)
    }
    await units.withdraw(library)
    await authoring.remove(library)
    await standings.forget(library)
    await this.parts.origins.forget(library)
    return uses
  }
}

function changedGrants(before: Grants, change: GrantsChange): Grants {
  return {
    users: changedRoles(before.users, change.users),
    groups: changedRoles(before.groups, change.groups),
    organisations: changedRoles(before.organisations, change.organisations),
  }
}

function changedRoles(before: Grants['users'], change: RoleChanges = {}): Grants['users'] {
  const all = Object.entries({ ...before, ...change })
  return Object.fromEntries(all.filter((one): one is [string, Grants['users'][string]] => one[1] !== null))
}
