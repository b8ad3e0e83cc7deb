import { blockHistory, tagNameOf } from '../../content/index.js'
import { Fragment, parseUsageKey } from '../../runtime/index.js'
import { contextOf } from '../drafts/draft-reader.js'
import type { HostParts } from '../host-parts.js'
import { seeOther } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { blockHistoryPage } from '../pages/block-history-page.js'
import { authorPage } from './author-page.js'
import { refuseForeign } from './block-routes.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'callers' | 'catalogue' | 'content' | 'permissions' | 'visitors'>

/** Where authors see what became of a block, and give it tags. */
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
    async 'GET /author/blocks/:key/history'(request, { key = '' }) {
      const usage = parseUsageKey(key)
      const context = contextOf(usage)
      const author = await host.permissions.author(request, 'read', context)
      const after = Number(request.query.get('after') ?? '')
      const page = after > 0 ? { after } : {}
      const history = await blockHistory(host.content, context, usage.toString(), page)
      const block = await (await host.content.view(context, 'draft')).block(usage.toString())
      const name = block?.settings['display_name']
      const title = typeof name === 'string' && name !== '' ? name : usage.blockType
      const content = blockHistoryPage({ base: host.base, usage: usage.toString(), title, history })
      return authorPage(host, author, request, `History of ${title}`, new Fragment(content))
    },
  }
}
