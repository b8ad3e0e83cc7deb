import { libraryRoles, organisationOf, type Grants, type LibraryRole } from '../../content/index.js'
import { CompositorError, Fragment } from '../../runtime/index.js'
import { seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { grantedRole } from '../libraries/roles.js'
import type { GrantsChange } from '../libraries/site-libraries.js'
import { libraryAddress } from '../pages/libraries/libraries-page.js'
import {
  grantees,
  libraryAccessPage,
  shortRoles,
  standingText,
  type Grantee,
  type RefusedAccess,
} from '../pages/libraries/library-access-page.js'
import { toSay, type PageWords } from '../words/index.js'
import { authorPage } from './author-page.js'
import { refuseForeign } from './block-routes.js'
import { libraryPlace, type PlaceParts } from './library-place.js'
import { refusalOf } from './page-refusals.js'

/** What pages say after what was done there. */
const news: Readonly<Record<string, string>> = {
  roles: toSay('The roles are saved. They hold at once.'),
  others: toSay('Saved. It holds at once.'),
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
      const author = await host.permissions.author(request, 'manage', library)
      const words = host.visitors.wordsOf(author)
      const sent = new URLSearchParams(await request.text())
      const { roles } = await host.siteLibraries.standing(library)
      const change = rolesSent(sent)
      const clash = clashing(words, roles, sent)
      const why = clash ?? (await lockingOut(host, words, { request, library, change }))
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
      const author = await host.permissions.author(request, 'manage', library)
      const sent = new URLSearchParams(await request.text())
      const { publicReading = false, publicLearning, mayRefer } = await host.siteLibraries.standing(library)
      const had = sent.get('had') ?? ''
      if (had !== '' && had !== standingText({ publicReading, publicLearning, mayRefer })) {
        const words = host.visitors.wordsOf(author)
        const why = changedMeanwhile(words, { publicReading, publicLearning, mayRefer })
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
  const { words, title } = place
  const heading = words.say('Access to {title}', { title })
  return authorPage(host, author, request, heading, new Fragment(content), refused ? 409 : 200, { words })
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

/** What of everybody else's rights another has just saved, for whoever saves them now. */
function changedMeanwhile(
  words: PageWords,
  { publicReading, publicLearning, mayRefer }: Parameters<typeof standingText>[0],
): string {
  const changes = [
    publicReading ? words.say('all authors may read it') : words.say('only those with a role may read it'),
    publicLearning
      ? words.say('learners may learn from it directly')
      : words.say('learners learn from it in courses only'),
    mayRefer === undefined
      ? words.say('all may refer to it')
      : mayRefer.length === 0
        ? words.say('nobody may refer to it')
        : words.say('{names} may refer to it', { names: mayRefer.join(', ') }),
  ].join(', ')
  return words.say(
    'Somebody else changed this meanwhile: {changes}. Nothing was saved; what you chose stands below. Save again to have it so.',
    { changes },
  )
}

/** Roles that others changed since the page was made, and that this form would change, too. */
function clashing(words: PageWords, roles: Grants, sent: URLSearchParams): string | undefined {
  const others: string[] = []
  for (const [field, had] of sent) {
    const [, kind, name = ''] = /^had:(users|groups|organisations):(.+)$/s.exec(field) ?? []
    if (kind === undefined) continue
    const all = roles[kind as Grantee]
    const now = Object.hasOwn(all, name) ? all[name] : undefined
    const wanted = sent.get(`role:${kind}:${name}`) ?? had
    if (wanted !== had && now !== had && (now ?? '') !== wanted)
      others.push(
        now === undefined
          ? words.say('{name} has no role by now', { name })
          : words.say('{name} is {role} by now', { name, role: words.say(shortRoles[now]) }),
      )
  }
  if (others.length === 0) return undefined
  return words.say(
    'Somebody else changed roles meanwhile: {changes}. Nothing was saved. Look at them, and save again.',
    { changes: others.join(', ') },
  )
}

/** Why somebody may not give up what they need to be here; undefined where they do not. */
async function lockingOut(
  host: PlaceParts,
  words: PageWords,
  {
    request,
    library,
    change,
  }: { readonly request: HostRequest; readonly library: string; readonly change: GrantsChange },
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
  return words.say('You would be no admin of this library any more. Let another admin take that from you.')
}
