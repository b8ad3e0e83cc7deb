import type { DraftOperation } from '../../content/index.js'
import { CompositorError, Fragment } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { libraryListing } from '../libraries/library-listing.js'
import { askedIn } from '../pages/libraries/asked-list.js'
import { toSay } from '../words/index.js'
import { librariesPage, libraryAddress, type RefusedLibrary } from '../pages/libraries/libraries-page.js'
import { libraryPage, type AddedType, type LibraryPageParts } from '../pages/libraries/library-page.js'
import { authorPage } from './author-page.js'
import { refuseForeign } from './block-routes.js'
import { knownContainers, requestOf } from './chosen-blocks.js'
import { libraryPlace, type PlaceParts } from './library-place.js'
import { refusalOf } from './page-refusals.js'

/** What is needed of the host here. */
export type LibraryPageHost = PlaceParts & Pick<HostParts, 'catalogue' | 'drafts' | 'libraries' | 'types'>

/** Types of blocks that the page of a library of any kind adds, and its containers. */
const addedTypes = ['problem', 'html', 'video', 'poll', 'survey', 'word_cloud', 'done']
const containerTypes = ['unit', 'subsection', 'section']

/** What pages say after what was done there. */
const news: Readonly<Record<string, string>> = {
  made: toSay('The library is made. Nobody sees anything of it before it is published.'),
  undone: toSay('Taken back: the draft is what it was before.'),
  collected: toSay('Added to the collection.'),
  uncollected: toSay('Taken out of the collection.'),
  placed: toSay('Put into it, behind what was there.'),
  set: toSay('The settings are changed in the draft.'),
  deleted: toSay('Deleted from the draft. It goes from what is published with the next version.'),
  restored: toSay('Restored, as it last was.'),
}

/** What the list of libraries says after what was done. */
const listNews: Readonly<Record<string, string>> = { deleted: toSay('The library is deleted.') }

/** Pages on which authors make libraries, and see and change what is in them. */
export function libraryPageRoutes(host: LibraryPageHost): RouteTable {
  return {
    'GET /author/libraries': (request) => listed(host, request),
    async 'POST /author/libraries'(request) {
      refuseForeign(request)
      const caller = await host.callers.ofPage(request)
      const values = Object.fromEntries(new URLSearchParams(await request.text()))
      const { org = '', slug = '', title = '', description, kind, licence, language } = values
      const key = `lib:${org.trim()}:${slug.trim()}`
      const said = { title, description, kind, licence, language }
      const settings = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))
      try {
        await host.permissions.allowMaking(caller, key)
        await host.siteLibraries.create({ key, title, ...settings }, caller.person.id)
      } catch (thrown) {
        return listed(host, request, { values, why: refusalOf(thrown) })
      }
      return seeOther(`${libraryAddress(host.base, key)}?news=made`)
    },
    'GET /author/libraries/:library': (request, { library = '' }) => shownLibrary(host, request, library),
    async 'POST /author/libraries/:library/add'(request, { library = '' }) {
      refuseForeign(request)
      const author = await host.permissions.author(request, 'edit', library)
      const form = new URLSearchParams(await request.text())
      const given = { olx: (form.get('olx') ?? '').trim(), type: form.get('type') ?? '' }
      const { olx } = given
      const { root } = await host.content.view(library, 'draft')
      const [type = '', template] = given.type.split(' ')
      const step: DraftOperation = {
        do: 'add',
        parent: root,
        ...(olx === '' ? { type, ...(template !== undefined && { template }) } : { olx }),
      }
      try {
        const added = await host.libraries.operate(library, [step], { author: author.id })
        const [usage = ''] = added.usages
        return seeOther(`${host.base}/author/blocks/${encodeURIComponent(usage)}?news=added`)
      } catch (thrown) {
        return shownLibrary(host, request, library, refusalOf(thrown), given)
      }
    },
  }
}

async function listed(
  host: LibraryPageHost,
  request: HostRequest,
  refused?: RefusedLibrary,
): Promise<HostResponse> {
  const caller = await host.callers.ofPage(request)
  const heads = await host.drafts.contexts(({ kind }) => kind === 'library')
  const seen = await host.permissions.among(request, caller, 'read', heads, ({ context }) => context)
  if (seen.length === 0 && !caller.isSiteAuthor && !caller.isAuthor) throw notForYou()
  const libraries = await Promise.all(
    seen.map(async ({ context, title, draft, published }) => {
      const { archived = false } = await host.siteLibraries.standing(context)
      return { context, title, isPublished: draft === published, isArchived: archived }
    }),
  )
  const words = host.visitors.wordsOf(caller.person)
  const told = listNews[request.query.get('news') ?? '']
  const content = librariesPage({
    words,
    base: host.base,
    libraries,
    mayCreate: caller.isSiteAuthor || caller.isAuthor,
    mayImport: caller.isSiteAuthor,
    refused,
    news: told === undefined ? undefined : words.say(told),
  })
  const status = refused ? 400 : 200
  const title = words.say('Libraries')
  return authorPage(host, caller.person, request, title, new Fragment(content), status, { words })
}

/** The page of a library. @param refused why something was not done there @throws CompositorError see {@link libraryPlace} */
export async function shownLibrary(
  host: LibraryPageHost,
  request: HostRequest,
  library: string,
  refused?: string,
  given?: LibraryPageParts['given'],
): Promise<HostResponse> {
  const { author, place } = await libraryPlace(host, request, library, news)
  const { query } = request
  const asked = askedIn(query)
  const [list, settings, collections, containers] = await Promise.all([
    libraryListing(host, library, requestOf(asked)),
    host.libraries.settings(library),
    place.may.edit && place.isV2 ? host.catalogue.collections.list(library) : [],
    place.may.edit && place.isV2 ? knownContainers(host, library, asked.into) : [],
  ])
  const show = query.get('show') ?? ''
  const known = list.items.find(({ usage }) => usage === show)
  const content = libraryPage({
    ...place,
    settings,
    asked,
    ...list,
    collections,
    containers,
    shown: known && { key: known.usage, title: known.title },
    types: addedIn(host, settings.kind, place.isV2),
    refused,
    given,
  })
  const { words, title } = place
  const status = refused === undefined ? 200 : 400
  const page = new Fragment(content).addJavascript(host.client('library-list.js'))
  return authorPage(host, author, request, title, page, status, { width: 'wide', words })
}

function addedIn(host: LibraryPageHost, kind: string, isV2: boolean): AddedType[] {
  const types = kind === 'complex' ? addedTypes.filter((type) => host.types.get(type)) : [kind]
  const containers = kind === 'complex' && isV2 ? containerTypes : []
  return [...types, ...containers].map((type) => ({ type, templates: host.libraries.templates(type) }))
}

function notForYou(): CompositorError {
  return new CompositorError(
    'author-only',
    'Only authors may see and make libraries. Whoever runs this site can make you one, and admins of a library can give you a role in it.',
  )
}
