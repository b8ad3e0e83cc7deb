import { Fragment } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import type { HostRequest, HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { upstreamsPage } from '../pages/authors/upstreams-page.js'
import { authorPage } from './author-page.js'
import { editingNav } from './course-place.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'courseUpdates' | 'drafts' | 'permissions' | 'upstreams' | 'visitors'>

/** Where authors see how the copies of library blocks stand that a course has. */
export function upstreamPageRoutes(host: Parts): RouteTable {
  return {
    'GET /author/contexts/:context/upstreams': (request, { context = '' }) => shown(host, request, context),
  }
}

async function shown(host: Parts, request: HostRequest, context: string): Promise<HostResponse> {
  const author = await host.permissions.author(request, 'read', context)
  const { title, published } = await host.drafts.head(context)
  const report = await host.upstreams.report(context)
  const updates = await host.courseUpdates.updates(context)
  const words = host.visitors.wordsOf(author)
  const content = upstreamsPage({ words, base: host.base, title, report, updates: updates.length })
  const heading = words.say('Copies in {title}', { title })
  const nav = editingNav(host, { words, author, context: report.context, isOpen: published !== null })
  return authorPage(host, author, request, heading, new Fragment(content), 200, { width: 'wide', words, nav })
}
