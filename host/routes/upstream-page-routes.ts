import { CompositorError, Fragment } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { upstreamsPage } from '../pages/upstreams-page.js'
import { authorPage } from './author-page.js'
import { refuseForeign } from './block-routes.js'

/** What is needed of the host here. */
type Parts = Pick<
  HostParts,
  'base' | 'callers' | 'content' | 'drafts' | 'permissions' | 'upstreams' | 'visitors'
>

/** Where authors see which copies of library blocks a course has, and bring them up to date. */
export function upstreamPageRoutes(host: Parts): RouteTable {
  return {
    'GET /author/contexts/:context/upstreams': (request, { context = '' }) => shown(host, request, context),
    async 'POST /author/contexts/:context/upstreams'(request, { context = '' }) {
      refuseForeign(request)
      const { id: author } = await host.permissions.author(request, 'edit', context)
      const form = new URLSearchParams(await request.text())
      const [usages, base] = [form.getAll('usage'), form.get('base') ?? '']
      const words = { author, expected: base === '' ? undefined : base }
      if (usages.length === 0) return shown(host, request, context, 'Nothing was ticked.')
      if (form.get('do') === 'sync') await host.upstreams.sync(context, usages, words)
      else if (form.get('do') !== 'decline')
        throw new CompositorError('handler-input', 'Copies are updated, or the update is declined.')
      else await host.upstreams.decline(context, usages, words)
      return seeOther(`${host.base}/author/contexts/${encodeURIComponent(context)}/upstreams?news=done`)
    },
  }
}

async function shown(
  host: Parts,
  request: HostRequest,
  context: string,
  news = request.query.get('news') === 'done' ? 'It is done; nothing is published by that.' : undefined,
): Promise<HostResponse> {
  const author = await host.permissions.author(request, 'read', context)
  const { title } = await host.drafts.head(context)
  const caller = await host.callers.ofPage(request)
  const mayEdit = (await host.permissions.among(request, caller, 'edit', [context], (one) => one)).length > 0
  const report = await host.upstreams.report(context)
  const content = upstreamsPage({ base: host.base, title, report, mayEdit, news })
  return authorPage(host, author, request, `Copies in ${title}`, new Fragment(content), 200, 'wide')
}
