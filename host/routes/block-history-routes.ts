import { blockHistory } from '../../content/index.js'
import { Fragment, parseUsageKey } from '../../runtime/index.js'
import { contextOf } from '../drafts/draft-reader.js'
import type { HostParts } from '../host-parts.js'
import type { RouteTable } from '../http/router.js'
import { blockHistoryPage } from '../pages/block-history-page.js'
import { authorPage } from './author-page.js'
import { allowed } from './library-page-routes.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'callers' | 'content' | 'permissions' | 'visitors'>

/** Where authors see what became of a block. */
export function blockHistoryRoutes(host: Parts): RouteTable {
  return {
    async 'GET /author/blocks/:key/history'(request, { key = '' }) {
      const usage = parseUsageKey(key)
      const context = contextOf(usage)
      const author = await allowed(host, request, 'read', context)
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
