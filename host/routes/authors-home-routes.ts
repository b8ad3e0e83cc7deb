import { newCourseKey, type ContextHead } from '../../content/index.js'
import { CompositorError, Fragment } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { authorsHomePage, type ListedContext, type RefusedCourse } from '../pages/authors-home-page.js'
import { courseAddress } from '../pages/course-head.js'
import { authorPage } from './author-page.js'
import { refuseForeign } from './block-routes.js'
import { refusalOf } from './page-refusals.js'

/** What is needed of the host here. */
type Parts = Pick<
  HostParts,
  'base' | 'callers' | 'client' | 'content' | 'drafts' | 'permissions' | 'visitors'
>

/** Courses and libraries that are listed at once. */
const mostListed = 100

/** Where authors find what they work on, and make courses. */
export function authorsHomeRoutes(host: Parts): RouteTable {
  return {
    'GET /author': (request) => shown(host, request),
    async 'POST /author/contexts'(request) {
      refuseForeign(request)
      const caller = await host.callers.ofPage(request)
      const values = Object.fromEntries(new URLSearchParams(await request.text()))
      const { org = '', number = '', run = '', title = '' } = values
      let context: string
      try {
        const made = { org, number, run, title }
        await host.permissions.allow(request, caller, 'edit', newCourseKey(made).toString())
        context = (await host.drafts.create(made, { author: caller.person.id })).context
      } catch (thrown) {
        return shown(host, request, { values, why: refusalOf(thrown) })
      }
      return seeOther(`${courseAddress(host.base, context)}?news=made`)
    },
  }
}

async function shown(host: Parts, request: HostRequest, refused?: RefusedCourse): Promise<HostResponse> {
  const caller = await host.callers.ofPage(request)
  const search = (request.query.get('search') ?? '').trim()
  const sought = search.toLocaleLowerCase()
  const heads = (await host.drafts.contexts()).filter(
    ({ context, title }) =>
      !context.startsWith('lx-pathway:') &&
      (title.toLocaleLowerCase().includes(sought) || context.toLocaleLowerCase().includes(sought)),
  )
  const seen = await host.permissions.among(request, caller, 'read', heads, ({ context }) => context)
  if (seen.length === 0 && !caller.isSiteAuthor && !caller.isAuthor)
    throw new CompositorError('author-only', 'Only authors may see, edit and publish drafts.')
  const listed = await Promise.all(seen.map((head) => lineOf(host, head)))
  const contexts = listed.toSorted((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0))
  const words = host.visitors.wordsOf(caller.person)
  const content = authorsHomePage({
    words,
    base: host.base,
    contexts: contexts.slice(0, mostListed),
    search,
    more: Math.max(0, contexts.length - mostListed),
    mayCreate: caller.isSiteAuthor,
    refused,
  })
  const page = new Fragment(content).addCss(host.client('course-tree.css'))
  return authorPage(host, caller.person, request, words.say('Authoring'), page, refused ? 400 : 200, {
    words,
  })
}

async function lineOf(host: Parts, head: ContextHead): Promise<ListedContext> {
  const { context, kind, title, draft, published } = head
  const { entry } = await host.content.entry(context, 'draft')
  return {
    context,
    kind,
    title,
    isPublished: draft === published,
    isOpen: published !== null,
    at: entry.at,
    by: entry.author,
  }
}
