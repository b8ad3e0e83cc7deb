import {
  CompositorError,
  Fragment,
  html,
  parseUsageKey,
  type ErrorCode,
  type UsageKey,
} from '../../runtime/index.js'
import type { DraftPreview } from '../draft-preview/draft-previews.js'
import { drawsOf } from '../draft-preview/draws.js'
import { groupChoices } from '../draft-preview/group-choices.js'
import { previewedAs, previewedLearner, type PreviewedLearner } from '../draft-preview/previewed-learner.js'
import type { HostParts } from '../host-parts.js'
import { htmlResponse, seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import { scriptOriginsOf } from '../http/page-security.js'
import { handlerAnswer } from '../http/handler-answer.js'
import type { PathParts, RouteTable } from '../http/router.js'
import { endedNoticeCookie, noticeIn } from '../identity/notice-cookie.js'
import { layout } from '../pages/index.js'
import { previewPage } from '../pages/authors/preview-page.js'
import { allowVersions } from './course-update-routes.js'
import { calledHandler, methods, refuseForeign, routesFor, takenFor } from './block-routes.js'
import { storedFile } from './file-routes.js'
import { backTo, formAsJson, isFormPost } from './form-posts.js'

/** What is needed of the host here. */
type Parts = Pick<
  HostParts,
  | 'base'
  | 'bodies'
  | 'callers'
  | 'client'
  | 'clientFiles'
  | 'courseUpdates'
  | 'courseware'
  | 'draftAssets'
  | 'previews'
  | 'units'
  | 'permissions'
  | 'visitors'
>

/** What a learner is told of what is not theirs; an author is told it, too. */
const refusals = new Set<ErrorCode>([
  'block-not-found',
  'unit-not-found',
  'not-yet-open',
  'closed',
  'not-in-group',
])

/** Where authors see blocks of drafts as learners would; others get 403. */
export function previewRoutes(host: Parts): RouteTable {
  const call = (request: HostRequest, parts: PathParts) => called(host, request, parts)
  return {
    'GET /author/previews/:key': (request, { key = '' }) => shown(host, request, parseUsageKey(key)),
    async 'POST /author/previews/:key/start-over'(request, { key = '' }) {
      refuseForeign(request)
      const usage = parseUsageKey(key)
      const author = await host.permissions.author(request, 'read', usage.toString())
      host.previews.startOver(author.id, usage.context.withoutBranchOrVersion().toString())
      const form = new URLSearchParams(await request.text())
      return seeOther(pageOf(host, usage, previewedLearner(new URLSearchParams(form.get('as') ?? ''))))
    },
    ...routesFor(methods, '/author/previews/:key/as/:as/blocks/:usage/handlers/:handler', call),
    async 'GET /author/previews/:key/as/:as/blocks/:usage/views/:view'(request, parts) {
      const { preview } = await opened(host, request, parts)
      const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
      return { status: 200, headers, body: await preview.data(parts['usage'] ?? '', parts['view'] ?? '') }
    },
    async 'GET /author/assets/:context/:name*'(request, { context = '', name = '' }) {
      await host.permissions.author(request, 'read', context)
      return storedFile(host, request, await host.draftAssets.find(context, name), { context, name })
    },
  }
}

function pageOf({ base }: Parts, usage: UsageKey, as: PreviewedLearner): string {
  return `${base}/author/previews/${encodeURIComponent(usage.toString())}?${previewedAs(as)}`
}

async function opened(host: Parts, request: HostRequest, { key = '', as = '' }: PathParts) {
  const usage = parseUsageKey(key)
  const author = await host.permissions.author(request, 'read', usage.toString())
  const learner = previewedLearner(new URLSearchParams(as))
  if (learner.to) await allowVersions(host, request, usage, learner.to)
  return { usage, learner, author: author.id, preview: await host.previews.open(usage, author, learner) }
}

/** Calls a handler as the previewed learner; a browser without scripts is led back to the page. */
async function called(host: Parts, request: HostRequest, parts: PathParts): Promise<HostResponse> {
  if (request.method !== 'GET' && request.method !== 'HEAD') refuseForeign(request)
  const { usage: usageKey = '', handler = '', suffix = '' } = parts
  const { usage, learner, author, preview } = await opened(host, request, parts)
  const spec = calledHandler(host.courseware.options.loaded.types, { key: usageKey, handler })
  await using sent = await takenFor(request, suffix, {
    spec,
    isStaff: false,
    by: author,
    bodies: host.bodies,
  })
  if (!isFormPost(request, spec))
    return handlerAnswer(request, await preview.handle({ usageKey, handler, request: sent.request }))
  const answer = await preview.handle({ usageKey, handler, request: formAsJson(sent.request) })
  const below = `${host.base}/author/previews`
  const of = { page: pageOf(host, usage, learner), below, unit: usage.toString() }
  return backTo(of, await handlerAnswer(request, answer))
}

async function shown(host: Parts, request: HostRequest, usage: UsageKey): Promise<HostResponse> {
  const { base, visitors, courseware } = host
  const author = await host.permissions.author(request, 'read', usage.toString())
  const as = previewedLearner(request.query)
  if (as.to) await allowVersions(host, request, usage, as.to)
  const preview = await host.previews.open(usage, author, as)
  const { fragment, refusal } = await seen(preview)
  const notice = noticeIn(request.header('cookie'), usage.toString())
  const isBeside = request.query.get('beside') === '1'
  const words = visitors.wordsOf(author)
  const content = previewPage({
    words,
    languages: visitors.languages,
    isBeside,
    base,
    usage: usage.toString(),
    context: preview.context,
    contextTitle: preview.contextTitle,
    title: preview.title,
    as,
    groups: groupChoices(preview.partitions),
    content: fragment.content,
    language: preview.unit.place?.path[0]?.language,
    refusal,
    draws:
      refusal === undefined
        ? drawsOf(preview.unit, await preview.blocks(), courseware.options.loaded.types)
        : [],
    failures: preview.failures,
    notice,
  })
  const text = layout({
    title: words.say('{title} as a learner sees it', { title: preview.title }),
    words,
    base,
    client: host.client,
    content,
    resources: [
      ...['author-parts.css', 'course-tree.css'].map(
        (file) => ({ kind: 'css', url: host.client(file) }) as const,
      ),
      ...fragment.resources,
    ],
    learner: visitors.bar(author, request.path),
    ...(isBeside && { isBeside }),
  })
  const headers = {
    'cache-control': 'no-store',
    ...(notice !== undefined && { 'set-cookie': endedNoticeCookie(`${base}/author/previews`) }),
  }
  return { ...htmlResponse(text, 200, headers), scriptOrigins: scriptOriginsOf(fragment.resources) }
}

/** What the learner sees, or is told in place of it. */
async function seen(
  preview: DraftPreview,
): Promise<{ readonly fragment: Fragment; readonly refusal?: string }> {
  try {
    const { fragment } = await preview.page()
    return { fragment }
  } catch (thrown) {
    const error = CompositorError.from(thrown, 'host-failed')
    if (!refusals.has(error.code)) throw error
    return { fragment: new Fragment(html``), refusal: error.message }
  }
}
