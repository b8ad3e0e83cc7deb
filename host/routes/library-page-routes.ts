import { CompositorError, Fragment, type ErrorCode } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { libraryListing } from '../libraries/library-listing.js'
import { librariesPage, libraryAddress, type RefusedLibrary } from '../pages/libraries-page.js'
import { libraryFilters, libraryPage, type AskedList, type LibraryPageParts } from '../pages/library-page.js'
import { authorPage } from './author-page.js'
import { refuseForeign } from './block-routes.js'

/** What is needed of the host here. */
type Parts = Pick<
  HostParts,
  | 'base'
  | 'callers'
  | 'client'
  | 'catalogue'
  | 'content'
  | 'drafts'
  | 'libraries'
  | 'permissions'
  | 'siteLibraries'
  | 'types'
  | 'visitors'
>

/** Types of blocks that the page of a library of any kind adds. */
const addedTypes = ['problem', 'html', 'video', 'poll', 'survey', 'word_cloud', 'done']

/** What a person can put right themselves, and is told on the page. */
const refusals = new Set<ErrorCode>([
  'context-exists',
  'key-malformed',
  'key-kind',
  'library-role',
  'field-value',
  'olx-malformed',
  'block-refused',
  'olx-unwritable',
  'olx-unreadable',
  'block-type-unknown',
  'draft-fixed',
  'library-type-refused',
  'library-role',
])

/** What pages say after what was done there. */
const news: Readonly<Record<string, string>> = {
  made: 'The library is made. Nobody sees anything of it before it is published.',
  changed: 'Saved in the draft.',
}

/** Pages on which authors make libraries, and see and change what is in them. */
export function libraryPageRoutes(host: Parts): RouteTable {
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
    'GET /author/libraries/:library': (request, { library = '' }) => shown(host, request, library),
    async 'POST /author/libraries/:library/settings'(request, { library = '' }) {
      refuseForeign(request)
      const author = await host.permissions.author(request, 'edit', library)
      const form = new URLSearchParams(await request.text())
      const said = ['title', 'description', 'licence', 'language'].flatMap((name) => {
        const value = form.get(name)
        return value === null ? [] : [[name, value.replaceAll('\r\n', '\n').trim()] as const]
      })
      try {
        await host.libraries.change(library, Object.fromEntries(said), { author: author.id })
      } catch (thrown) {
        return shown(host, request, library, refusalOf(thrown))
      }
      return seeOther(`${libraryAddress(host.base, library)}?news=changed`)
    },
    async 'POST /author/libraries/:library/add'(request, { library = '' }) {
      refuseForeign(request)
      const author = await host.permissions.author(request, 'edit', library)
      const form = new URLSearchParams(await request.text())
      const given = { olx: (form.get('olx') ?? '').trim(), type: form.get('type') ?? '' }
      const { olx, type } = given
      const { root } = await host.content.view(library, 'draft')
      const what = olx === '' ? { type } : { olx }
      try {
        const added = await host.libraries.operate(library, [{ do: 'add', parent: root, ...what }], {
          author: author.id,
        })
        const [usage = ''] = added.usages
        return seeOther(`${host.base}/author/blocks/${encodeURIComponent(usage)}?news=added`)
      } catch (thrown) {
        return shown(host, request, library, refusalOf(thrown), given)
      }
    },
  }
}

async function listed(host: Parts, request: HostRequest, refused?: RefusedLibrary): Promise<HostResponse> {
  const caller = await host.callers.ofPage(request)
  const heads = (await host.drafts.contexts()).filter(({ kind }) => kind === 'library')
  const seen = await host.permissions.among(request, caller, 'read', heads, ({ context }) => context)
  if (seen.length === 0 && !caller.isSiteAuthor && !caller.isAuthor) throw notForYou()
  const content = librariesPage({
    base: host.base,
    libraries: seen.map(({ context, title, draft, published }) => {
      return { context, title, isPublished: draft === published }
    }),
    mayCreate: caller.isSiteAuthor || caller.isAuthor,
    refused,
    news: undefined,
  })
  return authorPage(host, caller.person, request, 'Libraries', new Fragment(content), refused ? 400 : 200)
}

async function shown(
  host: Parts,
  request: HostRequest,
  library: string,
  refused?: string,
  given?: LibraryPageParts['given'],
): Promise<HostResponse> {
  const author = await host.permissions.author(request, 'read', library)
  const head = await host.drafts.head(library)
  if (head.kind !== 'library')
    throw new CompositorError('context-unknown', `'${library.slice(0, 200)}' is no library.`)
  const { query } = request
  const asked = askedIn(query)
  const list = await libraryListing(host, library, requestOf(asked))
  const settings = await host.libraries.settings(library)
  const { kind } = settings
  const show = query.get('show') ?? ''
  const known = list.items.find(({ usage }) => usage === show)
  const content = libraryPage({
    base: host.base,
    context: head.context,
    title: head.title,
    settings,
    isPublished: head.draft === head.published,
    mayEdit: await mayEdit(host, request, library),
    asked,
    ...list,
    shown: known && { key: known.usage, title: known.title },
    types: kind === 'complex' ? addedTypes.filter((type) => host.types.get(type)) : [kind],
    news: news[query.get('news') ?? ''],
    refused,
    given,
  })
  const status = refused === undefined ? 200 : 400
  return authorPage(host, author, request, head.title, new Fragment(content), status, 'wide')
}

async function mayEdit(host: Parts, request: HostRequest, library: string): Promise<boolean> {
  const caller = await host.callers.ofPage(request)
  return (await host.permissions.among(request, caller, 'edit', [library], (one) => one)).length > 0
}

function askedIn(query: URLSearchParams): AskedList {
  const filters = libraryFilters.flatMap(([name]) => {
    const value = query.get(name) ?? ''
    return value === '' ? [] : [[name, value] as const]
  })
  return {
    words: (query.get('words') ?? '').trim().slice(0, 500),
    filters: Object.fromEntries(filters),
    after: query.get('after') ?? '',
  }
}

function requestOf({ words, filters, after }: AskedList) {
  const { types, status, tags, collections } = filters
  const statuses = (['draft', 'changed', 'published'] as const).filter((one) => one === status)
  return {
    ...(words !== '' && { words }),
    ...(types !== undefined && { types: [types] }),
    ...(statuses.length > 0 && { status: statuses }),
    ...(tags !== undefined && { tags: [tags] }),
    ...(collections !== undefined && { collections: [collections] }),
    ...(after !== '' && { after }),
  }
}

/** What to tell of a refusal on the page. @throws whatever else it is */
export function refusalOf(thrown: unknown): string {
  const error = CompositorError.from(thrown, 'host-failed')
  if (!refusals.has(error.code)) throw thrown
  return error.remedy === undefined ? error.message : `${error.message} ${error.remedy}`
}

function notForYou(): CompositorError {
  return new CompositorError('author-only', 'Only authors may see and make libraries.')
}
