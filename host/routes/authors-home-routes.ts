import { newCourseKey, type ContextTitle } from '../../content/index.js'
import { CompositorError, Fragment } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import {
  authorsHomePage,
  type ListedContext,
  type RefusedCourse,
} from '../pages/authors/authors-home-page.js'
import { courseAddress } from '../pages/authors/course-head.js'
import type { Caller } from '../libraries/caller.js'
import { authorPage } from './author-page.js'
import { refuseForeign } from './block-routes.js'
import { refusalOf } from './page-refusals.js'

/** What is needed of the host here. */
type Parts = Pick<
  HostParts,
  'base' | 'callers' | 'client' | 'content' | 'drafts' | 'permissions' | 'visitors'
>

/** Courses and libraries that are listed at once. */
const mostListed = 40

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
  const after = request.query.get('after') ?? ''
  const sought = search.toLocaleLowerCase()
  const words = host.visitors.wordsOf(caller.person)
  const titles = (await host.drafts.titles()).filter(
    ({ context, title }) =>
      !context.startsWith('lx-pathway:') &&
      (title.toLocaleLowerCase().includes(sought) || context.toLocaleLowerCase().includes(sought)),
  )
  const { seen, next } = await page(host, request, caller, ordered(titles, words.locale), after)
  if (seen.length === 0 && !caller.isSiteAuthor && !caller.isAuthor)
    throw new CompositorError('author-only', 'Only authors may see, edit and publish drafts.')
  const listed = await Promise.all(seen.map(({ context }) => lineOf(host, context)))
  const isAll = after === '' && next === undefined
  const query = new URLSearchParams({ ...(search !== '' && { search }), after: next ?? '' })
  const content = authorsHomePage({
    words,
    base: host.base,
    contexts: isAll ? listed.toSorted(byChange) : listed,
    search,
    more: next === undefined ? undefined : `${host.base}/author?${query.toString()}`,
    mayCreate: caller.isSiteAuthor,
    refused,
  })
  const fragment = new Fragment(content).addCss(host.client('course-tree.css'))
  return authorPage(host, caller.person, request, words.say('Authoring'), fragment, refused ? 400 : 200, {
    words,
  })
}

/** By their titles, as people of a language look for them. */
function ordered(titles: readonly ContextTitle[], locale: string): readonly ContextTitle[] {
  const { compare } = new Intl.Collator(locale, { numeric: true })
  return titles.toSorted(
    (one, other) => compare(one.title, other.title) || (one.context < other.context ? -1 : 1),
  )
}

/** As many as one page shows of those that somebody may see, with the key after which the next begins. */
async function page(
  host: Parts,
  request: HostRequest,
  caller: Caller,
  titles: readonly ContextTitle[],
  after: string,
): Promise<{ readonly seen: readonly ContextTitle[]; readonly next?: string }> {
  const seen: ContextTitle[] = []
  const first = after === '' ? 0 : titles.findIndex(({ context }) => context === after) + 1
  for (let at = first; at < titles.length; at += mostListed) {
    const some = titles.slice(at, at + mostListed)
    seen.push(...(await host.permissions.among(request, caller, 'read', some, ({ context }) => context)))
    if (seen.length > mostListed) break
  }
  const shownHere = seen.slice(0, mostListed)
  const last = shownHere.at(-1)
  return { seen: shownHere, ...(seen.length > mostListed && last && { next: last.context }) }
}

/** What was changed last comes first. */
function byChange(one: ListedContext, other: ListedContext): number {
  return one.at < other.at ? 1 : one.at > other.at ? -1 : 0
}

async function lineOf(host: Parts, context: string): Promise<ListedContext> {
  const { kind, title, draft, published } = await host.drafts.head(context)
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
