import { contextNotPublished } from '../../compositor/index.js'
import {
  isOfOtherSite,
  libraryArchived,
  libraryElsewhere,
  organisationOf,
  type LibraryRole,
  type LibraryStanding,
  type LibraryStandings,
} from '../../content/index.js'
import type { Learner } from '../../lms/index.js'
import {
  CompositorError,
  LibraryKey,
  parseContextKey,
  V1LibraryKey,
  type ErrorCode,
} from '../../runtime/index.js'
import type { RequestHead } from '../learner-of.js'
import type { Visitors } from '../visitors.js'
import type { Caller } from './caller.js'
import type { Callers } from './callers.js'
import { contextKeyOf } from './context-of-key.js'
import { adminsOf, grantedRole, mayDo, roleFor, type Permission } from './roles.js'

/** What keeps something off the list of somebody. */
const hiding = new Set<ErrorCode>([
  'author-only',
  'context-not-published',
  'library-role',
  'library-archived',
  'library-elsewhere',
])

/** What deciding rests on. */
export interface PermissionsParts {
  readonly visitors: Visitors
  readonly callers: Callers
  readonly standings: LibraryStandings
}

/** Decides on every call of an author's, wherever it comes from. */
export class Permissions {
  constructor(private readonly parts: PermissionsParts) {}

  /**
   * The author that a page is asked by, who may do this in a course or library.
   * @throws CompositorError as {@link allow} does; `learner-unknown`
   */
  async author(request: RequestHead, permission: Permission, named: string): Promise<Learner> {
    const caller = await this.parts.callers.ofPage(request)
    await this.allow(request, caller, permission, named)
    return caller.person
  }

  /**
   * Refuses somebody who may not do this in a course or library. Whoever may not read a library is told what they are told of one
   * that is not there.
   * @param request that it is asked by; none for a command
   * @param named key of it, or of something in it, as text
   * @throws CompositorError `author-only`, `library-role`, `library-archived`, `library-elsewhere`; `context-not-published` for those who may not know of
   *   it; `access-unavailable`, `key-malformed`, `key-kind`
   */
  async allow(
    request: RequestHead | undefined,
    caller: Caller,
    permission: Permission,
    named: string,
  ): Promise<void> {
    const context = contextKeyOf(named)
    if (!isLibrary(context)) {
      if (!caller.isSiteAuthor)
        throw new CompositorError('author-only', 'Only authors may see, edit and publish drafts.')
      if (request) await this.parts.visitors.refuseHidden(request, caller.person, context)
      return
    }
    if (request) await this.parts.visitors.refuseHidden(request, caller.person, context)
    const standing = await this.parts.standings.of(context)
    const role = await this.#roleIn(caller, context, standing)
    if (role === undefined) throw contextNotPublished(context)
    if (!mayDo(role, permission)) {
      const ask = adminsOf(standing)
      const whom = ask.length === 0 ? '' : ` To get it, ask ${ask.join(', ')}.`
      const message = `This takes the role '${roleFor(permission)}' in '${context}'; yours is '${role}'.${whom}`
      throw new CompositorError('library-role', message)
    }
    if (isOfOtherSite(context) && (permission === 'edit' || permission === 'publish'))
      throw libraryElsewhere(context)
    if (standing.archived && (permission === 'edit' || permission === 'publish'))
      throw libraryArchived(context)
  }

  /** What somebody is in a library; undefined for nothing. @throws CompositorError `store-unavailable` */
  async roleIn(caller: Caller, library: string): Promise<LibraryRole | undefined> {
    return this.#roleIn(caller, library, await this.parts.standings.of(library))
  }

  /** Whether a course or library is a library that somebody may not know of. @throws CompositorError `store-unavailable` */
  async hides(caller: Caller, context: string): Promise<boolean> {
    return isLibrary(context) && (await this.roleIn(caller, context)) === undefined
  }

  /** Refuses somebody who may not make libraries of an organisation. @throws CompositorError `library-role`, `key-malformed` */
  async allowMaking(caller: Caller, library: string): Promise<void> {
    if (caller.isSiteAuthor) return
    const organisation = organisationOf(parseContextKey(library).toString())
    const role = grantedRole(caller, [await this.parts.standings.ofOrganisation(organisation)])
    if (mayDo(role, 'edit')) return
    const message = `Making libraries of '${organisation}' takes the role 'author' in all its libraries.`
    throw new CompositorError('library-role', message)
  }

  /** Of some things those in contexts that somebody may do this in. @throws CompositorError `access-unavailable` */
  async among<Thing>(
    request: RequestHead | undefined,
    caller: Caller,
    permission: Permission,
    things: readonly Thing[],
    contextOf: (thing: Thing) => string,
  ): Promise<Thing[]> {
    const allowed = things.map(async (thing) => {
      try {
        await this.allow(request, caller, permission, contextOf(thing))
        return [thing]
      } catch (thrown) {
        if (hiding.has(CompositorError.from(thrown, 'host-failed').code)) return []
        throw thrown
      }
    })
    return (await Promise.all(allowed)).flat()
  }

  async #roleIn(
    caller: Caller,
    library: string,
    { roles, publicReading }: LibraryStanding,
  ): Promise<LibraryRole | undefined> {
    if (caller.isSiteAuthor) return 'admin'
    const ofAll = await this.parts.standings.ofOrganisation(organisationOf(library))
    return grantedRole(caller, [roles, ofAll]) ?? (publicReading && caller.isAuthor ? 'read' : undefined)
  }
}

function isLibrary(context: string): boolean {
  const key = parseContextKey(context)
  return key instanceof LibraryKey || key instanceof V1LibraryKey
}
