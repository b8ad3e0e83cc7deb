import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { PublishedContext } from '../../compositor/index.js'
import { blockNotFound, type Learner, type UnitView } from '../../lms/index.js'
import { parseKey, parseUsageKey, UsageKey } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import { hasCurrent } from '../http/compression.js'
import { htmlResponse, seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import { scriptOriginsOf } from '../http/page-security.js'
import type { RouteTable } from '../http/router.js'
import { endedNoticeCookie, noticeIn } from '../identity/notice-cookie.js'
import { audiencesOf, layout, unitPage } from '../pages/index.js'
import { newestUsage } from '../unit-of.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'courseware' | 'visitors'>

interface Page {
  readonly publication: string
  readonly forAuthor: boolean
  /** Epoch milliseconds until which its ways to other units are true. */
  readonly validUntil: number
  readonly etag: string
  readonly answer: HostResponse
}

/** Pages of units, and the ways to them from links in content. */
export function unitRoutes(host: Parts): RouteTable {
  const pages = new WeakMap<UnitView, Page>()
  const usages = new LRUCache<string, UsageKey>({ max: 2000, memoMethod: (key) => parseUsageKey(key) })

  return {
    'GET /units/:key': async (request, { key = '' }) => {
      const usage = usages.memo(key)
      const { learner, published } = await host.visitors.visit(request, usage.context)
      const newest = newestUsage(published, usage)
      if (newest !== usage) return seeOther(`${host.base}/units/${encodeURIComponent(newest.toString())}`)
      const view = await host.courseware.page(usage, learner, published)
      const forAuthor = host.visitors.isAuthor(request, learner)
      const notice = noticeIn(request.header('cookie'), usage.toString())
      if (notice !== undefined) {
        const told = await madePage(host, published, usage.toString(), view, learner, forAuthor, notice)
        const { body, scriptOrigins = [] } = told.answer
        const headers = { 'cache-control': 'no-store', 'set-cookie': endedNoticeCookie(`${host.base}/units`) }
        return { ...htmlResponse(body, 200, headers), scriptOrigins }
      }
      let page = pages.get(view)
      if (
        !page ||
        page.publication !== published.hash ||
        page.forAuthor !== forAuthor ||
        page.validUntil <= host.courseware.options.now()
      ) {
        page = await madePage(host, published, usage.toString(), view, learner, forAuthor)
        pages.set(view, page)
      }
      return answered(request, page)
    },
    'GET /jump/:context/:place': async (request, { context = '', place = '' }) => {
      const { learner, published } = await host.visitors.visit(request, context)
      const block = await blockAt(published, place)
      const unit = block && (await published.unitOf(block))
      if (!block || unit === undefined) throw blockNotFound(place)
      const isHidden = await host.courseware.hides(parseUsageKey(unit), learner, block.toString())
      if (isHidden && !learner.isStaff) throw blockNotFound(place)
      return seeOther(`${host.base}/units/${encodeURIComponent(unit)}`)
    },
  }
}

async function madePage(
  host: Parts,
  published: PublishedContext,
  unitKey: string,
  view: UnitView,
  learner: Learner,
  forAuthor: boolean,
  notice?: string,
): Promise<Page> {
  const { publication, hash } = published
  const beside = await host.courseware.neighbours(published, unitKey, learner)
  const { content, resources } = view.fragment
  const title = (await published.unit(unitKey))?.title ?? ''
  const text = layout({
    title: `${title} · ${publication.title}`,
    base: host.base,
    content: unitPage({
      base: host.base,
      publication,
      title,
      beside,
      content,
      notice,
      audience: audiencesOf(view.closedParts),
      submissions: learner.isStaff ? `${host.base}/staff/units/${encodeURIComponent(unitKey)}` : undefined,
    }),
    resources,
    learner: host.visitors.bar(learner, `${host.base}/units/${encodeURIComponent(unitKey)}`),
    edit: forAuthor ? `${host.base}/author/blocks/${encodeURIComponent(unitKey)}` : undefined,
  })
  const bytes = Buffer.from(text)
  const etag = `"${createHash('sha256').update(bytes).digest('base64url')}"`
  const scriptOrigins = scriptOriginsOf(resources)
  const answer = { ...htmlResponse(bytes, 200, { etag }), scriptOrigins, isKept: true } as const
  return { publication: hash, forAuthor, validUntil: beside.validUntil, etag, answer }
}

function answered(request: HostRequest, { etag, answer }: Page): HostResponse {
  return hasCurrent(request, etag) ? { status: 304, headers: { etag }, body: '' } : answer
}

/** The block of a usage key, or of a block id as `/jump_to_id/` links have it. */
async function blockAt(published: PublishedContext, place: string): Promise<UsageKey | undefined> {
  try {
    const key = parseKey(place)
    if (key instanceof UsageKey) return newestUsage(published, key.withoutBranchOrVersion())
  } catch {
    // No key, so a block id.
  }
  const block = await published.blockOfId(place)
  return block === undefined ? undefined : parseUsageKey(block)
}
