import {
  parsePathwayKey,
  parseSourceBlock,
  parseSourceLibrary,
  Fragment,
  CompositorError,
} from '../../runtime/index.js'
import type { OperatedDraft } from '../../content/index.js'
import { overDraft } from '../drafts/draft-clash.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { pathwayPage } from '../pages/libraries/pathway-page.js'
import { pathwayAddress, pathwaysPage, type PathwaysParts } from '../pages/libraries/pathways-page.js'
import { chosenTogether } from '../pages/libraries/reference-choosing.js'
import { askedIn, queryOf } from './asked-blocks.js'
import { authorPage } from './author-page.js'
import { refuseForeign } from './block-routes.js'
import { toSay } from '../words/index.js'
import { clashAnswer } from './clash-answer.js'
import { undoIn } from './library-place.js'
import { refusalOf } from './page-refusals.js'

/** What is needed of the host here. */
type Parts = Pick<
  HostParts,
  | 'base'
  | 'callers'
  | 'client'
  | 'clientFiles'
  | 'content'
  | 'drafts'
  | 'pathways'
  | 'permissions'
  | 'references'
  | 'visitors'
>

/** What pages say after what was done there. */
const news: Readonly<Record<string, string>> = {
  made: toSay('The pathway is made. List blocks of libraries, then publish it.'),
  saved: toSay('Saved in the draft. Learners see it when you publish.'),
  unchanged: toSay('There was nothing to change.'),
  published: toSay('Published: learners see it now.'),
  undone: toSay('Taken back.'),
}

/** Where authors make pathways, list library blocks in them, put them into an order and publish them. */
export function pathwayPageRoutes(host: Parts): RouteTable {
  return {
    'GET /author/pathways': (request) => listed(host, request),
    async 'POST /author/pathways'(request) {
      refuseForeign(request)
      const caller = await host.callers.ofPage(request)
      if (!caller.isSiteAuthor)
        throw new CompositorError('author-only', 'Only authors of the whole site make pathways.')
      const title = (new URLSearchParams(await request.text()).get('title') ?? '').trim()
      try {
        const { context } = await host.pathways.create({ title }, { author: caller.person.id })
        return seeOther(`${pathwayAddress(host.base, context)}?news=made`)
      } catch (thrown) {
        return listed(host, request, { why: refusalOf(thrown), title })
      }
    },
    'GET /author/pathways/:pathway': (request, { pathway = '' }) => shown(host, request, pathway),
    async 'POST /author/pathways/:pathway'(request, { pathway = '' }) {
      refuseForeign(request)
      const context = parsePathwayKey(pathway).toString()
      const author = await host.permissions.author(request, 'edit', context)
      const sent = new URLSearchParams(await request.text())
      const back = pathwayAddress(host.base, context)
      const of = { expected: sent.get('draft') ?? '', about: sent.getAll('item') }
      try {
        const made = await overDraft(host.content, context, of, (expected) =>
          changed(host, request, context, sent, { author: author.id, expected }),
        )
        if ('clash' in made)
          return clashAnswer(host, author, request, { ...made, page: toSay('The pathway'), sent, back })
        const told = made.undo === undefined ? 'news=unchanged' : `news=saved&undo=${made.undo}`
        return seeOther(`${back}?${told}${askedAgain(sent)}`)
      } catch (thrown) {
        return shown(host, request, context, refusalOf(thrown))
      }
    },
  }
}

async function changed(
  host: Parts,
  request: HostRequest,
  context: string,
  sent: URLSearchParams,
  words: { readonly author: string; readonly expected: string | undefined },
): Promise<OperatedDraft> {
  const { pathways } = host
  const items = sent.getAll('item')
  const [up, down, take] = [sent.get('up'), sent.get('down'), sent.get('take')]
  if (take !== null) return pathways.remove(context, take, words)
  const moved = up ?? down
  if (moved !== null) {
    const others = items.filter((one) => one !== moved)
    const at = Math.max(0, items.indexOf(moved) + (up === null ? 1 : -1))
    return pathways.order(context, others.toSpliced(at, 0, moved), words)
  }
  if (sent.get('what') === 'order') return pathways.order(context, items, words)
  const blocks = sent.getAll('block')
  if (blocks.length === 0) throw new CompositorError('field-value', 'Nothing is ticked.')
  const caller = await host.callers.ofPage(request)
  for (const library of new Set(blocks.map((block) => parseSourceBlock(block).context.toString())))
    await host.permissions.allow(request, caller, 'read', library)
  return pathways.addAll(
    context,
    blocks.map((block) => ({ block })),
    words,
  )
}

/** The list that blocks were chosen from, to be shown again. */
function askedAgain(sent: URLSearchParams): string {
  const all = (['library', 'words', 'type', 'tag', 'collection'] as const).flatMap((name) => {
    const value = sent.get(`asked-${name}`) ?? ''
    return value === '' ? [] : [[name === 'library' ? 'of' : name, value] as [string, string]]
  })
  return all.length === 0 ? '' : `&${new URLSearchParams(all).toString()}`
}

async function listed(
  host: Parts,
  request: HostRequest,
  refused?: PathwaysParts['refused'],
): Promise<HostResponse> {
  const caller = await host.callers.ofPage(request)
  if (!caller.isSiteAuthor && !caller.isAuthor)
    throw new CompositorError('author-only', 'Only authors see pathways that are made.')
  const heads = await host.drafts.contexts(({ context }) => context.startsWith('lx-pathway:'))
  const seen = await host.permissions.among(request, caller, 'read', heads, ({ context }) => context)
  const words = host.visitors.wordsOf(caller.person)
  const content = pathwaysPage({
    words,
    base: host.base,
    pathways: seen.map(({ context, title, draft, published }) => ({
      context,
      title,
      isPublished: draft === published,
    })),
    mayCreate: caller.isSiteAuthor,
    refused,
  })
  const status = refused ? 400 : 200
  const title = words.say('Pathways')
  return authorPage(host, caller.person, request, title, new Fragment(content), status, { words })
}

async function shown(
  host: Parts,
  request: HostRequest,
  pathway: string,
  refused?: string,
): Promise<HostResponse> {
  const context = parsePathwayKey(pathway).toString()
  const author = await host.permissions.author(request, 'read', context)
  const caller = await host.callers.ofPage(request)
  const head = await host.drafts.head(context)
  const heads = (await host.drafts.contexts(({ kind }) => kind === 'library')).filter(
    ({ published }) => published !== null,
  )
  const readable = await host.permissions.among(request, caller, 'read', heads, (one) => one.context)
  const libraries = readable.map(({ context: key, title, published }) => ({
    key,
    title,
    version: published ?? '',
  }))
  const { query } = request
  const asked = askedIn(
    query,
    libraries.map(({ key }) => key),
  )
  const mayEdit = (await host.permissions.among(request, caller, 'edit', [context], (one) => one)).length > 0
  const words = host.visitors.wordsOf(author)
  const said = query.get('news') ?? ''
  const told = Object.hasOwn(news, said) ? news[said] : undefined
  const content = pathwayPage({
    words,
    base: host.base,
    context,
    title: head.title,
    draft: head.draft,
    root: (await host.content.view(context, 'draft')).root,
    isPublished: head.draft === head.published,
    isShown: head.published !== null,
    items: await host.pathways.items(context),
    mayEdit,
    libraries,
    asked,
    offered:
      mayEdit && asked.library !== ''
        ? await host.references.offered(parseSourceLibrary(asked.library), {
            query: queryOf(asked),
            from: asked.from,
            limit: chosenTogether,
          })
        : undefined,
    news: told && words.say(told),
    undo: await undoIn(host, context, query),
    refused,
  })
  const script = `${host.base}/client/${host.clientFiles.own('reference-order.js')}`
  const page = new Fragment(content).addJavascript(script)
  const status = refused === undefined ? 200 : 400
  return authorPage(host, author, request, head.title, page, status, { width: 'wide', words })
}
