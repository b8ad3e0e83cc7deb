import {
  editedWishes,
  history,
  type EditedWish,
  type ExpectedWords,
  type VersionLine,
} from '../../content/index.js'
import { CompositorError, Fragment, parseUsageKey, type UsageKey } from '../../runtime/index.js'
import { contextOf } from '../drafts/draft-reader.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { courseUpdatesPage, updatesAddress } from '../pages/authors/course-updates-page.js'
import { referencePreviewPage } from '../pages/libraries/reference-preview-page.js'
import { toSay } from '../words/index.js'
import { authorPage } from './author-page.js'
import { editingNav } from './course-place.js'
import { refuseForeign } from './block-routes.js'

/** What is needed of the host here. */
type Parts = Pick<
  HostParts,
  | 'base'
  | 'callers'
  | 'client'
  | 'content'
  | 'courseUpdates'
  | 'drafts'
  | 'permissions'
  | 'upstreams'
  | 'visitors'
>

/** What pages say after what was done there. */
const news: Readonly<Record<string, string>> = {
  updated: toSay('Updated in the draft. Learners see it when you publish.'),
  ignored: toSay('Ignored: you are told again when there is another version that differs.'),
  severed: toSay('The link is ended. The block stays as it is.'),
  undone: toSay('Undone: the draft is as it was before. The history keeps both.'),
  nothing: toSay('There was nothing to change.'),
}

/** What a form is refused with, and shown again. */
const refusals = new Set([
  'draft-changed',
  'draft-fixed',
  'update-removes',
  'library-closed',
  'version-unknown',
])

/** Versions that can be chosen of, and lines of the history that they are looked for in. */
const [mostVersions, mostLines] = [30, 200]

/** What of the last step an address tells, to be told again. */
interface Told {
  readonly skipped?: readonly { readonly usage: string; readonly why: string }[]
  readonly refused?: string
}

/** Where authors see which references and linked copies of a course could be updated, what that changes, and have it done or ignore it. */
export function courseUpdateRoutes(host: Parts): RouteTable {
  return {
    'GET /author/contexts/:context/updates': (request, { context = '' }) => listed(host, request, context),
    async 'POST /author/contexts/:context/updates'(request, { context = '' }) {
      refuseForeign(request)
      const { id: author } = await host.permissions.author(request, 'edit', context)
      const form = new URLSearchParams(await request.text())
      try {
        const done = await changed(host, context, form, author)
        if (done.skipped.length > 0 && done.usages === 0)
          return await listed(host, request, context, { skipped: done.skipped })
        return seeOther(`${updatesAddress(host.base, context)}?${done.query}`)
      } catch (thrown) {
        return listed(host, request, context, { refused: refusalOf(thrown) })
      }
    },
    'GET /author/blocks/:key/update': (request, { key = '' }) => previewed(host, request, parseUsageKey(key)),
    async 'POST /author/blocks/:key/update'(request, { key = '' }) {
      refuseForeign(request)
      const usage = parseUsageKey(key)
      const context = contextOf(usage)
      const { id: author } = await host.permissions.author(request, 'edit', context)
      const form = new URLSearchParams(await request.text())
      const to = form.get('to') ?? ''
      try {
        if (to !== '') await allowVersions(host, request, usage, to)
        const words = { author, ...expectedIn(form) }
        if (form.get('what') === 'sever') return await severed(host, usage, words)
        const done =
          form.get('what') === 'ignore'
            ? await host.courseUpdates.decline(context, { usages: [usage], ...words })
            : await host.courseUpdates.update(usage, to === '' ? {} : to, { ...wishesIn(form), ...words })
        const query = queryOf(form.get('what') === 'ignore' ? 'ignored' : 'updated', done)
        return seeOther(`${updatesAddress(host.base, context)}?${query}`)
      } catch (thrown) {
        return previewed(host, request, usage, to, refusalOf(thrown))
      }
    },
  }
}

/** Refuses versions of libraries that somebody may not read. @throws CompositorError `library-role`, `context-not-published` */
export async function allowVersions(
  host: Pick<HostParts, 'callers' | 'courseUpdates' | 'permissions'>,
  request: HostRequest,
  usage: UsageKey,
  to: string,
): Promise<void> {
  const caller = await host.callers.ofPage(request)
  const { libraries } = await host.courseUpdates.preview(usage, to)
  for (const { library } of libraries) await host.permissions.allow(request, caller, 'read', library)
}

async function severed(host: Parts, usage: UsageKey, words: ExpectedWords): Promise<HostResponse> {
  const { number, changed: isChanged } = await host.upstreams.change(usage.toString(), 'sever', words)
  const query = isChanged ? `news=severed&undo=${number - 1}` : 'news=nothing'
  return seeOther(`${updatesAddress(host.base, contextOf(usage))}?${query}`)
}

async function changed(host: Parts, context: string, form: URLSearchParams, author: string) {
  const what = form.get('what')
  const words = { author, ...expectedIn(form) }
  const usages = form.getAll('usage').map(parseUsageKey)
  if (what === 'undo') {
    const { changed: isChanged } = await host.content.revert(context, form.get('undo') ?? '', words)
    return { query: `news=${isChanged ? 'undone' : 'nothing'}`, skipped: [], usages: 1 }
  }
  if (what !== 'update-all' && usages.length === 0)
    throw new CompositorError('draft-fixed', 'Nothing is ticked.')
  const done =
    what === 'ignore'
      ? await host.courseUpdates.decline(context, { usages, ...words })
      : await host.courseUpdates.updateMany(context, {
          ...(what !== 'update-all' && { usages }),
          ...wishesIn(form),
          ...words,
        })
  const query = queryOf(what === 'ignore' ? 'ignored' : 'updated', done)
  return { query, skipped: done.skipped, usages: done.updated.length }
}

function queryOf(
  told: string,
  { changed: isChanged, undo, skipped }: { changed: boolean; undo: number; skipped: readonly object[] },
): string {
  const query = new URLSearchParams({ news: isChanged ? told : 'nothing' })
  if (isChanged) query.set('undo', String(undo))
  if (skipped.length > 0) query.set('stayed', String(skipped.length))
  return query.toString()
}

function wishesIn(form: URLSearchParams) {
  const said = form.get('edited')
  const edited = editedWishes.find((wish) => wish === said) satisfies EditedWish | undefined
  return { edited, removed: form.get('removed') === 'leave' ? ('leave' as const) : ('refuse' as const) }
}

function expectedIn(form: URLSearchParams) {
  const expected = form.get('draft') ?? ''
  return expected === '' ? {} : { expected }
}

function refusalOf(thrown: unknown): string {
  const error = CompositorError.from(thrown, 'host-failed')
  if (!refusals.has(error.code)) throw error
  return error.code === 'draft-changed'
    ? toSay('Somebody changed the course meanwhile. Look at what is listed now, and send it again.')
    : error.message
}

async function listed(
  host: Parts,
  request: HostRequest,
  context: string,
  { skipped = [], refused }: Told = {},
): Promise<HostResponse> {
  const { query } = request
  const author = await host.permissions.author(request, 'read', context)
  const head = await host.drafts.head(context)
  const showsIgnored = query.get('ignored') === '1'
  const updates = await host.courseUpdates.updates(context, showsIgnored)
  const stayed = Number(query.get('stayed') ?? 0)
  const words = host.visitors.wordsOf(author)
  const said = Object.hasOwn(news, query.get('news') ?? '') ? news[query.get('news') ?? ''] : undefined
  const more =
    stayed > 0 ? ` ${words.say('What stayed as it is, as blocks would leave, is still listed.')}` : ''
  const undo = /^\d{1,7}$/.exec(query.get('undo') ?? '')?.[0]
  const content = courseUpdatesPage({
    words,
    base: host.base,
    context: head.context,
    title: head.title,
    draft: head.draft,
    updates,
    showsIgnored,
    mayEdit: await mayEdit(host, request, context),
    news: said === undefined || refused !== undefined ? undefined : `${words.say(said)}${more}`,
    undo: undo === undefined ? undefined : Number(undo),
    skipped,
    refused:
      refused === undefined
        ? skipped.length > 0
          ? words.say('Nothing was updated.')
          : undefined
        : words.gettext(refused),
  })
  const status = refused !== undefined || skipped.length > 0 ? 400 : 200
  const title = words.say('Updates for {title}', { title: head.title })
  const nav = editingNav(host, { words, author, context: head.context, isOpen: head.published !== null })
  return authorPage(host, author, request, title, new Fragment(content), status, {
    width: 'wide',
    words,
    nav,
  })
}

async function previewed(
  host: Parts,
  request: HostRequest,
  usage: UsageKey,
  to = request.query.get('to') ?? '',
  refused?: string,
): Promise<HostResponse> {
  const context = contextOf(usage)
  const author = await host.permissions.author(request, 'read', context)
  if (to !== '') await allowVersions(host, request, usage, to)
  const head = await host.drafts.head(context)
  const preview = await host.courseUpdates.preview(usage, to === '' ? {} : to)
  const words = host.visitors.wordsOf(author)
  const content = referencePreviewPage({
    words,
    base: host.base,
    context: head.context,
    contextTitle: head.title,
    preview,
    to,
    versions: await versionsFor(host, usage),
    mayEdit: await mayEdit(host, request, context),
    refused: refused && words.gettext(refused),
  })
  const status = refused === undefined ? 200 : 400
  const title = words.say('Update of {title}', { title: preview.title })
  return authorPage(host, author, request, title, new Fragment(content), status, { width: 'wide', words })
}

/** The newest versions of a reference's one library that were published or named; none where there are several. */
async function versionsFor(host: Parts, usage: UsageKey): Promise<readonly VersionLine[]> {
  const libraries = await host.courseUpdates.librariesOf(usage)
  const [library] = libraries
  if (library === undefined || libraries.length > 1) return []
  const { items } = await history(host.content, library, { limit: mostLines }).catch(() => ({ items: [] }))
  return items.filter(({ what, name }) => what === 'publish' || name !== undefined).slice(0, mostVersions)
}

async function mayEdit(host: Parts, request: HostRequest, context: string): Promise<boolean> {
  const caller = await host.callers.ofPage(request)
  return (await host.permissions.among(request, caller, 'edit', [context], (one) => one)).length > 0
}
