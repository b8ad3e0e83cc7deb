import { libraryRoles, organisationOf, type Grants, type LibraryRole } from '../../content/index.js'
import { CompositorError, Fragment } from '../../runtime/index.js'
import { seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { grantedRole } from '../libraries/roles.js'
import type { GrantsChange } from '../libraries/site-libraries.js'
import { libraryAddress } from '../pages/libraries-page.js'
import {
  grantees,
  libraryAccessPage,
  standingText,
  type Grantee,
  type RefusedAccess,
} from '../pages/library-access-page.js'
import { authorPage } from './author-page.js'
import { refuseForeign } from './block-routes.js'
import { libraryPlace, type PlaceParts } from './library-place.js'
import { refusalOf } from './page-refusals.js'

/** What pages say after what was done there. */
const news: Readonly<Record<string, string>> = {
  roles: 'The roles are saved. They hold at once.',
  others: 'Saved. It holds at once.',
}

/** Where admins of a library say who may do what in it. */
export function libraryAccessRoutes(host: PlaceParts): RouteTable {
  const back = (library: string, told: string) =>
    seeOther(`${libraryAddress(host.base, library)}/access?news=${told}`)
  return {
    async 'GET /author/libraries/:library/access'(request, { library = '' }) {
      await host.permissions.author(request, 'manage', library)
      return shown(host, request, library)
    },
    async 'POST /author/libraries/:library/access/roles'(request, { library = '' }) {
      refuseForeign(request)
      await host.permissions.author(request, 'manage', library)
      const sent = new URLSearchParams(await request.text())
      const { roles } = await host.siteLibraries.standing(library)
      const change = rolesSent(sent)
      const clash = clashing(roles, sent)
      const why = clash ?? (await lockingOut(host, request, library, change))
      if (why !== undefined) return shown(host, request, library, { why, sent })
      try {
        await host.siteLibraries.change(library, { roles: change })
      } catch (thrown) {
        return shown(host, request, library, { why: refusalOf(thrown), sent })
      }
      return back(library, 'roles')
    },
    async 'POST /author/libraries/:library/access/others'(request, { library = '' }) {
      refuseForeign(request)
      await host.permissions.author(request, 'manage', library)
      const sent = new URLSearchParams(await request.text())
      const { publicReading = false, publicLearning, mayRefer } = await host.siteLibraries.standing(library)
      const had = sent.get('had') ?? ''
      if (had !== '' && had !== standingText({ publicReading, publicLearning, mayRefer })) {
        const now = `reading is ${publicReading ? '' : 'not '}public, learning is ${publicLearning ? '' : 'not '}public, ${mayRefer ? `${mayRefer.join(', ') || 'nobody'} may refer to it` : 'all may refer to it'}`
        const why = `Somebody else changed this meanwhile: ${now}. Nothing was saved; what you chose stands below. Save again to have it so.`
        return shown(host, request, library, { why, sent })
      }
      const names = (sent.get('names') ?? '').split(/[\r\n]+/).flatMap((name) => name.trim() || [])
      try {
        await host.siteLibraries.change(library, {
          publicReading: sent.has('reading'),
          publicLearning: sent.has('learning'),
          mayRefer: sent.get('refer') === 'these' ? [...new Set(names)] : null,
        })
      } catch (thrown) {
        return shown(host, request, library, { why: refusalOf(thrown), sent })
      }
      return back(library, 'others')
    },
  }
}

async function shown(
  host: PlaceParts,
  request: HostRequest,
  library: string,
  refused?: RefusedAccess,
): Promise<HostResponse> {
  const { author, place } = await libraryPlace(host, request, library, news)
  const organisation = organisationOf(place.context)
  const [standing, ofOrganisation] = await Promise.all([
    host.siteLibraries.standing(library),
    host.siteLibraries.organisation(organisation),
  ])
  const { roles, publicReading = false, publicLearning, mayRefer } = standing
  const content = libraryAccessPage({
    ...place,
    organisation,
    roles,
    ofOrganisation,
    publicReading,
    publicLearning,
    mayRefer,
    refused,
  })
  const title = `Access to ${place.title}`
  return authorPage(host, author, request, title, new Fragment(content), refused ? 409 : 200)
}

/** The roles that a form gives and takes. @throws CompositorError `handler-input` for a role that is none */
function rolesSent(sent: URLSearchParams): Record<Grantee, Record<string, LibraryRole | null>> {
  const change: Record<Grantee, Record<string, LibraryRole | null>> = {
    users: {},
    groups: {},
    organisations: {},
  }
  for (const [field, value] of sent) {
    const [, kind, name = ''] = /^role:(users|groups|organisations):(.+)$/s.exec(field) ?? []
    if (kind === undefined || sent.get(`had:${kind}:${name}`) === value) continue
    change[kind as Grantee][name] = value === '' ? null : roleOf(value)
  }
  const name = (sent.get('add-name') ?? '').trim()
  const kind = grantees.find((one) => one === sent.get('add-kind'))
  if (name !== '' && kind) change[kind][name] = roleOf(sent.get('add-role') ?? '')
  return change
}

function roleOf(text: string): LibraryRole {
  const role = libraryRoles.find((one) => one === text)
  if (role) return role
  throw new CompositorError('handler-input', `'${text.slice(0, 50)}' is no role in a library.`)
}

/** Roles that others changed since the page was made, and that this form would change, too. */
function clashing(roles: Grants, sent: URLSearchParams): string | undefined {
  const others: string[] = []
  for (const [field, had] of sent) {
    const [, kind, name = ''] = /^had:(users|groups|organisations):(.+)$/s.exec(field) ?? []
    if (kind === undefined) continue
    const all = roles[kind as Grantee]
    const now = Object.hasOwn(all, name) ? all[name] : undefined
    const wanted = sent.get(`role:${kind}:${name}`) ?? had
    if (wanted !== had && now !== had && (now ?? '') !== wanted)
      others.push(`${name} is ${now ?? 'without a role'} by now`)
  }
  if (others.length === 0) return undefined
  return `Somebody else changed roles meanwhile: ${others.join(', ')}. Nothing was saved. Look at them, and save again.`
}

/** Why somebody may not give up what they need to be here; undefined where they do not. */
async function lockingOut(
  host: PlaceParts,
  request: HostRequest,
  library: string,
  change: GrantsChange,
): Promise<string | undefined> {
  const caller = await host.callers.ofPage(request)
  if (caller.isSiteAuthor) return undefined
  const { roles } = await host.siteLibraries.standing(library)
  const after = (kind: Grantee) =>
    Object.fromEntries(
      Object.entries({ ...roles[kind], ...change[kind] }).filter(
        (one): one is [string, LibraryRole] => one[1] !== null,
      ),
    )
  const grants = { users: after('users'), groups: after('groups'), organisations: after('organisations') }
  const wider = await host.siteLibraries.organisation(organisationOf(library))
  if (grantedRole(caller, [grants, wider]) === 'admin') return undefined
  return 'You would be no admin of this library any more. Let another admin take that from you.'
}
