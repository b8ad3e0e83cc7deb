import { CompositorError, Fragment, parseUsageKey } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import { seeOther } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { variantsPage } from '../pages/authors/variants-page.js'
import { typeName } from '../pages/type-names.js'
import { authorPage } from './author-page.js'
import { refuseForeign } from './block-routes.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'content' | 'permissions' | 'variants' | 'visitors'>

/** Seeds on one page. */
const together = 10

/** Where authors look at the variants of a problem and keep some of them. */
export function variantRoutes(host: Parts): RouteTable {
  return {
    async 'GET /author/blocks/:key/variants'(request, { key = '' }) {
      const usage = parseUsageKey(key).toString()
      const author = await host.permissions.author(request, 'read', usage)
      const asked = request.query.get('from') ?? ''
      const from = /^\d{1,6}$/.test(asked) ? Number(asked) : undefined
      const seeds =
        from === undefined ? undefined : Array.from({ length: together }, (_, index) => from + index)
      const shown = await host.variants.show(usage, seeds)
      const block = await (await host.content.view(contextOf(usage), 'draft')).block(usage)
      const { display_name: name } = block?.settings ?? {}
      const words = host.visitors.wordsOf(author)
      const title = typeof name === 'string' && name !== '' ? name : typeName(words, 'problem')
      const news =
        request.query.get('news') === 'saved'
          ? words.say('Saved in the draft. Learners see it when you publish.')
          : undefined
      const next = from === undefined ? (shown.kept.length > 0 ? 0 : together) : from + together
      const content = variantsPage({ words, ...shown, base: host.base, title, news, next })
      const heading = words.say('Variants of {title}', { title })
      return authorPage(host, author, request, heading, new Fragment(content), 200, { words })
    },
    async 'POST /author/blocks/:key/variants'(request, { key = '' }) {
      refuseForeign(request)
      const usage = parseUsageKey(key).toString()
      const author = await host.permissions.author(request, 'edit', usage)
      const form = new URLSearchParams(await request.text())
      const ticked = form.get('what') === 'all' ? [] : form.getAll('seed').map(Number)
      if (form.get('what') !== 'all' && ticked.length === 0)
        throw new CompositorError(
          'field-value',
          'No variant is ticked; with none kept, learners would get any.',
        )
      await host.variants.keep(usage, ticked, { author: author.id, expected: form.get('draft') ?? undefined })
      return seeOther(`${host.base}/author/blocks/${encodeURIComponent(usage)}/variants?news=saved`)
    },
  }
}

function contextOf(usage: string): string {
  return parseUsageKey(usage).context.withoutBranchOrVersion().toString()
}
