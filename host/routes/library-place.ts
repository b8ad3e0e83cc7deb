import { isOfOtherSite, type ContextHead } from '../../content/index.js'
import type { Learner } from '../../lms/index.js'
import { CompositorError } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import type { HostRequest } from '../http/exchange.js'
import { adminsOf, mayDo } from '../libraries/roles.js'
import type { LibraryPlace } from '../pages/libraries/library-head.js'

/** What is needed of the host to find a library for one of its pages. */
export type PlaceParts = Pick<
  HostParts,
  'base' | 'callers' | 'client' | 'content' | 'permissions' | 'siteLibraries' | 'visitors'
>

/** A library with who looks at it. */
export interface FoundLibrary {
  readonly author: Learner
  readonly head: ContextHead
  readonly place: LibraryPlace
}

/**
 * The library that a page is about, for somebody who may read it.
 * @param news messages that pages say after what was done, by the name that an address gives
 * @throws CompositorError `context-unknown` for what is no library; see `Permissions.author`
 */
export async function libraryPlace(
  host: PlaceParts,
  request: HostRequest,
  library: string,
  news: Readonly<Record<string, string>> = {},
): Promise<FoundLibrary> {
  const author = await host.permissions.author(request, 'read', library)
  const head = await host.content.head(library)
  if (head.kind !== 'library')
    throw new CompositorError('context-unknown', `'${library.slice(0, 200)}' is no library.`)
  const { context, title, draft, published } = head
  const caller = await host.callers.ofPage(request)
  const [role, standing] = await Promise.all([
    host.permissions.roleIn(caller, context),
    host.siteLibraries.standing(context),
  ])
  const isArchived = standing.archived === true
  const isElsewhere = isOfOtherSite(context)
  const isFixed = isArchived || isElsewhere
  const { query } = request
  const words = host.visitors.wordsOf(author)
  const name = query.get('news') ?? ''
  const said = Object.hasOwn(news, name) ? news[name] : undefined
  return {
    author,
    head,
    place: {
      words,
      base: host.base,
      context,
      title,
      draft,
      isPublished: draft === published,
      isV2: context.startsWith('lib:'),
      isArchived,
      isElsewhere,
      may: {
        edit: !isFixed && mayDo(role, 'edit'),
        publish: !isFixed && mayDo(role, 'publish'),
        manage: mayDo(role, 'manage'),
      },
      askFor: mayDo(role, 'manage') ? [] : adminsOf(standing),
      news: said === undefined ? undefined : words.say(said),
      undo: mayDo(role, 'edit') && !isFixed ? await undoIn(host, context, query) : undefined,
    },
  }
}

/** Where a step that an address tells of can be taken back, as long as nothing was changed after it. */
export async function undoIn(
  host: Pick<HostParts, 'content'>,
  context: string,
  query: URLSearchParams,
): Promise<number | undefined> {
  const [, before, made] = /^(\d{1,9})-(\d{1,9})$/.exec(query.get('undo') ?? '') ?? []
  if (before === undefined) return undefined
  const { entry } = await host.content.entry(context, 'draft')
  return entry.number === Number(made) ? Number(before) : undefined
}
