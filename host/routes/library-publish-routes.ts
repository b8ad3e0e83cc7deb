import {
  difference,
  history,
  type ContextHead,
  type VersionDifference,
  type VersionLine,
} from '../../content/index.js'
import { Fragment } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { namedUses } from '../libraries/named-uses.js'
import { libraryAddress } from '../pages/libraries/libraries-page.js'
import {
  libraryPublishPage,
  mostChanges,
  type LibraryPublishParts,
} from '../pages/libraries/library-publish-page.js'
import { toSay } from '../words/index.js'
import { authorPage } from './author-page.js'
import { refuseForeign } from './block-routes.js'
import { soonDone } from './job-page-routes.js'
import { libraryPlace, type PlaceParts } from './library-place.js'

/** What is needed of the host here. */
type Parts = PlaceParts & Pick<HostParts, 'authoring' | 'catalogue' | 'drafts' | 'jobs'>

/** What pages say after what was done there. */
const news: Readonly<Record<string, string>> = {
  published: toSay('Published: courses can refer to it now.'),
  discarded: toSay('Discarded: the draft is as it is published. What it was stays in the history.'),
}

/** Versions that the page lists, and lines of the history that it looks for them in. */
const [mostVersions, mostLines] = [20, 200]

/** The page by which authors publish a library. */
export function libraryPublishRoutes(host: Parts): RouteTable {
  return {
    'GET /author/libraries/:library/publish': (request, { library = '' }) => shown(host, request, library),
    async 'POST /author/libraries/:library/publish'(request, { library = '' }) {
      refuseForeign(request)
      const form = new URLSearchParams(await request.text())
      const what = form.get('what') ?? 'all'
      const author = await host.permissions.author(request, what === 'discard' ? 'edit' : 'publish', library)
      const name = (form.get('name') ?? '').trim()
      const comment = (form.get('comment') ?? '').trim()
      const usages = form.getAll('usage')
      const why = await refusal(host, library, { name, what, usages, draft: form.get('draft') ?? '' })
      if (why !== undefined) return shown(host, request, library, { name, comment, why })
      const words = { author: author.id, ...(name !== '' && { name }), ...(comment !== '' && { comment }) }
      const back = `${libraryAddress(host.base, library)}/publish`
      if (what === 'discard') {
        await host.drafts.discard(library, usages, { author: author.id })
        return seeOther(`${back}?news=discarded`)
      }
      const version = form.get('draft') || undefined
      const some = what === 'some' ? { usages } : { version }
      const job = await host.authoring.startPublish(library, { ...words, ...some })
      return soonDone(host, job, `${back}?news=published`)
    },
  }
}

/** Why nothing is done, as a message; undefined where it is. */
async function refusal(
  host: Parts,
  library: string,
  asked: {
    readonly name: string
    readonly what: string
    readonly usages: readonly string[]
    readonly draft: string
  },
): Promise<string | undefined> {
  const { name, what, usages, draft } = asked
  const isAll = what === 'all'
  if (what !== 'discard' && name === '') return toSay('Give this version a name: courses find it by that.')
  if (!isAll && usages.length === 0) return toSay('Nothing is ticked.')
  const head = await host.drafts.head(library)
  if (draft !== '' && draft !== head.draft)
    return toSay('Somebody changed the library meanwhile. Look at what is listed now, and publish again.')
  return undefined
}

async function shown(
  host: Parts,
  request: HostRequest,
  library: string,
  refused?: LibraryPublishParts['refused'],
): Promise<HostResponse> {
  const { author, head, place } = await libraryPlace(host, request, library, news)
  const { isPublished, words } = place
  const users = (await host.catalogue.usage.users(library)).filter((one) => one.context !== library)
  const changes = isPublished || head.published === null ? undefined : await differenceOf(host, head)
  const content = libraryPublishPage({
    ...place,
    changes,
    count: head.published === null ? await blockCount(host, library) : 0,
    unseen: changes ? await unseenIn(host, library, changes) : [],
    uses: await namedUses(host, users, mostChanges),
    versions: await versionsOf(host, library),
    refused: refused && { ...refused, why: words.gettext(refused.why) },
  })
  const page = new Fragment(content)
  const heading = words.say('Publish {title}', { title: head.title })
  return authorPage(host, author, request, heading, page, refused ? 400 : 200, { words })
}

/** What differs, without the list that the library has of all its blocks. */
async function differenceOf(
  host: Parts,
  { context, draft, published }: ContextHead,
): Promise<VersionDifference> {
  const found = await difference(host.content, context, published ?? draft, draft)
  const { root } = await host.content.view(context, 'draft')
  const isBlock = ({ usage }: { readonly usage: string }) => usage !== root
  return { ...found, changed: found.changed.filter(isBlock), moved: found.moved.filter(isBlock) }
}

/** The newest versions that were published or named. */
async function versionsOf(host: Parts, library: string): Promise<readonly VersionLine[]> {
  const { items } = await history(host.content, library, { limit: mostLines })
  return items.filter(({ what, name }) => what === 'publish' || name !== undefined).slice(0, mostVersions)
}

/** What of the blocks that are listed could not be shown. */
async function unseenIn(
  host: Parts,
  library: string,
  { added, changed }: VersionDifference,
): Promise<LibraryPublishParts['unseen']> {
  const usages = [...added, ...changed].map(({ usage }) => usage)
  const blocks = await host.drafts.unseenAmong(library, usages.slice(0, mostChanges))
  return blocks.map(({ key, title, finding }) => ({ key, title, why: finding.message }))
}

async function blockCount(host: Parts, library: string): Promise<number> {
  const view = await host.content.view(library, 'draft')
  const [blocks, root] = await Promise.all([view.blockCount(), view.block(view.root)])
  return blocks - (root ? 1 : 0)
}
