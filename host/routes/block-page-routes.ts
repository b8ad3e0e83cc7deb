import { blockHistory, tagNameOf } from '../../content/index.js'
import { CompositorError, Fragment, html, parseUsageKey, type UsageKey } from '../../runtime/index.js'
import { overDraft } from '../drafts/draft-clash.js'
import { contextOf } from '../drafts/draft-reader.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { blockAddress, isLibrary } from '../pages/authors/author-pages.js'
import { blockHistoryPage, historyAddress } from '../pages/authors/block-history-page.js'
import { questionsOf } from '../reports/problem-report.js'
import { figuresSection } from '../pages/index.js'
import { typeName } from '../pages/type-names.js'
import { authorPage } from './author-page.js'
import { toSay, type PageWords } from '../words/index.js'
import { clashAnswer } from './clash-answer.js'
import { refusalOf } from './page-refusals.js'
import { refuseForeign } from './block-routes.js'

/** What is needed of the host here. */
type Parts = Pick<
  HostParts,
  'base' | 'callers' | 'catalogue' | 'client' | 'content' | 'drafts' | 'permissions' | 'visitors'
>

/** Where authors see what became of a block and how learners fare at it, give it tags, and copy or delete it. */
export function blockPageRoutes(host: Parts): RouteTable {
  return {
    async 'POST /author/blocks/:key/tags'(request, { key = '' }) {
      refuseForeign(request)
      const usage = parseUsageKey(key).toString()
      const context = contextOf(parseUsageKey(key))
      await host.permissions.author(request, 'edit', context)
      const form = new URLSearchParams(await request.text())
      const kept = new Set(form.getAll('keep'))
      const remove = form.getAll('had').filter((tag) => !kept.has(tag))
      const add = form.getAll('add').flatMap((tag) => (tag.trim() === '' ? [] : [tag.trim()]))
      await host.catalogue.tagged.change(context, [
        { usages: [usage], add: add.map(tagNameOf), remove: remove.map(tagNameOf) },
      ])
      return seeOther(`${host.base}/author/blocks/${encodeURIComponent(usage)}?news=tagged`)
    },
    async 'POST /author/blocks/:key/actions'(request, { key = '' }) {
      refuseForeign(request)
      const usage = parseUsageKey(key).toString()
      const context = contextOf(parseUsageKey(key))
      const author = await host.permissions.author(request, 'edit', context)
      const sent = new URLSearchParams(await request.text())
      const what = sent.get('do')
      if (what !== 'duplicate' && what !== 'delete' && what !== 'discard')
        throw new CompositorError(
          'handler-input',
          'A block is duplicated, deleted, or its changes are discarded.',
        )
      const within = what === 'duplicate' ? [] : [usage]
      const of = { expected: sent.get('draft') ?? '', about: [usage], within }
      const made = await overDraft(host.content, context, of, async (expected) => {
        const words = { author: author.id, expected }
        if (what === 'discard') return host.drafts.discard(context, [usage], words).then(() => [])
        return (await host.drafts.operate(context, [{ do: what, usage }], words)).usages
      })
      const own = blockAddress(host.base, usage)
      if ('clash' in made)
        return clashAnswer(host, author, request, { ...made, page: toSay('The block'), sent, back: own })
      const query = new URLSearchParams({ news: `${what}${what.endsWith('e') ? 'd' : 'ed'}` })
      if (made.undo !== undefined) query.set('undo', made.undo)
      if (what === 'discard') return seeOther(`${own}?${query.toString()}`)
      if (what === 'duplicate')
        return seeOther(`${blockAddress(host.base, made.done[0] ?? usage)}?${query.toString()}`)
      const above = isLibrary(context) ? 'libraries' : 'contexts'
      return seeOther(`${host.base}/author/${above}/${encodeURIComponent(context)}?${query.toString()}`)
    },
    async 'GET /author/blocks/:key/figures'(request, { key = '' }) {
      const usage = parseUsageKey(key).toString()
      const author = await host.permissions.author(request, 'read', usage)
      const figures = await host.catalogue.figures.of(usage)
      const words = host.visitors.wordsOf(author)
      const title = await titleOf(host, words, parseUsageKey(key))
      const { block } = await host.drafts.block(parseUsageKey(key))
      const heading = words.say('How learners fare at “{title}”', { title })
      const content = html`<nav class="crumbs" aria-label="${words.say('Where this page stands')}"><a href="${blockAddress(host.base, usage)}">${words.ofCourse(title)}</a></nav>
<h1>${heading}</h1>
${figuresSection(words, { figures, questions: questionsOf(figures, block) })}`
      const page = new Fragment(content).addCss(host.client('reports.css'))
      return authorPage(host, author, request, heading, page, 200, { words })
    },
    'GET /author/blocks/:key/history': (request, { key = '' }) => shownHistory(host, request, key),
    async 'POST /author/blocks/:key/history'(request, { key = '' }) {
      refuseForeign(request)
      const usage = parseUsageKey(key).toString()
      const context = contextOf(parseUsageKey(key))
      const author = await host.permissions.author(request, 'edit', context)
      const sent = new URLSearchParams(await request.text())
      const of = { expected: sent.get('draft') ?? '', about: [usage] }
      try {
        const made = await overDraft(host.content, context, of, (expected) =>
          host.drafts.restore(context, [usage], sent.get('version') ?? '', { author: author.id, expected }),
        )
        const back = historyAddress(host.base, usage)
        if ('clash' in made)
          return clashAnswer(host, author, request, { ...made, page: toSay('History'), sent, back })
        const query = new URLSearchParams({ news: 'restored' })
        if (made.undo !== undefined) query.set('undo', made.undo)
        return seeOther(`${blockAddress(host.base, usage)}?${query.toString()}`)
      } catch (thrown) {
        return shownHistory(host, request, key, refusalOf(thrown))
      }
    },
  }
}

/** What the draft calls a block. */
async function titleOf(
  { content }: Pick<Parts, 'content'>,
  words: PageWords,
  usage: UsageKey,
): Promise<string> {
  const view = await content.view(contextOf(usage), 'draft')
  const name = (await view.block(usage.toString()))?.settings['display_name']
  return typeof name === 'string' && name !== '' ? name : typeName(words, usage.blockType)
}

/** @param refused why the block was not made what it was */
async function shownHistory(
  host: Parts,
  request: HostRequest,
  key: string,
  refused?: string,
): Promise<HostResponse> {
  const usage = parseUsageKey(key)
  const context = contextOf(usage)
  const author = await host.permissions.author(request, 'read', context)
  const caller = await host.callers.ofPage(request)
  const may = await host.permissions.among(request, caller, 'edit', [context], (one) => one)
  const after = Number(request.query.get('after') ?? '')
  const page = after > 0 ? { after } : {}
  const [history, view] = await Promise.all([
    blockHistory(host.content, context, usage.toString(), page),
    host.content.view(context, 'draft'),
  ])
  const words = host.visitors.wordsOf(author)
  const title = await titleOf(host, words, usage)
  const content = blockHistoryPage({
    words,
    base: host.base,
    usage: usage.toString(),
    title,
    history,
    draft: view.name,
    mayEdit: may.length > 0,
    refused,
  })
  const status = refused === undefined ? 200 : 400
  const heading = words.say('History of {title}', { title })
  return authorPage(host, author, request, heading, new Fragment(content), status, { words })
}
