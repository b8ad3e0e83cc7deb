import type { Learner } from '../../lms/index.js'
import {
  CompositorError,
  Fragment,
  html,
  parseUsageKey,
  type SafeHtml,
  type UsageKey,
} from '../../runtime/index.js'
import type { Draft } from '../drafts/drafts.js'
import type { Host } from '../host.js'
import { htmlResponse, jsonAnswer, seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { PathParts, RouteTable } from '../http/router.js'
import { authorBlockPage, authorOutlinePage, layout } from '../pages/index.js'
import type { EditedFields } from '../pages/edited-fields.js'
import { editorForm } from '../pages/editor-form.js'
import { formOf, savingHandler } from '../pages/saved-fields.js'
import { unitOf } from '../unit-of.js'
import { methods, refuseForeign, requestOf, routesFor } from './block-routes.js'

/** What pages say after what was done there; an address can name one, and say nothing else. */
const news: Readonly<Record<string, string>> = {
  saved: 'Saved in the draft. Learners see it when you publish.',
  unchanged: 'There was nothing to save.',
  published: 'Published: learners see it now.',
}

/** Where authors edit drafts and publish them; others get 403. */
export function authorRoutes(host: Host): RouteTable {
  const call = (request: HostRequest, parts: PathParts) => called(host, request, parts)
  return {
    'GET /author/contexts/:context': async (request, { context = '' }) => {
      const author = await host.authorIn(request, context)
      const { head, outline } = await host.drafts.outline(context)
      const standing = {
        base: host.base,
        context: head.context,
        title: head.title,
        isPublished: head.published === head.draft,
      }
      const content = authorOutlinePage(standing, outline, newsOf(request))
      return page(host, author, request, `Edit ${head.title}`, new Fragment(content))
    },
    'POST /author/contexts/:context/publish': async (request, { context = '' }) => {
      refuseForeign(request)
      await host.authorIn(request, context)
      await host.authoring.publish(context)
      return seeOther(`${host.base}/author/contexts/${encodeURIComponent(context)}?news=published`)
    },
    'GET /author/blocks/:key': async (request, { key = '' }) => shown(host, request, parseUsageKey(key)),
    'POST /author/blocks/:key': async (request, { key = '' }) => {
      refuseForeign(request)
      const usage = parseUsageKey(key)
      await host.authorIn(request, usage.context)
      const form = new URLSearchParams(await request.text())
      const edited = await host.drafts.save(usage, { form, base: form.get('base') ?? '' })
      if (Object.keys(edited.errors).length > 0) return shown(host, request, usage, edited)
      const changed = Object.keys(edited.set).length + edited.reset.length
      const back = `${host.base}/author/blocks/${encodeURIComponent(key)}`
      return seeOther(`${back}?news=${changed > 0 ? 'saved' : 'unchanged'}`)
    },
    ...routesFor(methods, '/author/blocks/:key/handlers/:handler', call),
  }
}

/** @param refused what was posted and does not fit */
async function shown(
  host: Host,
  request: HostRequest,
  usage: UsageKey,
  refused?: EditedFields,
): Promise<HostResponse> {
  const author = await host.authorIn(request, usage.context)
  const draft = await host.drafts.block(usage)
  const { editor, title } = await editorOf(host, draft, author, refused)
  const unit = await host
    .publishedOf(usage.context)
    .then((published) => unitOf(published, usage))
    .catch(() => undefined)
  const content = authorBlockPage({
    base: host.base,
    context: draft.context,
    title: draft.contextTitle,
    isPublished: draft.isPublished,
    above: draft.above,
    below: draft.below,
    news: refused ? undefined : newsOf(request),
    editor: editor.content,
    unit: unit?.toString(),
  })
  const whole = new Fragment(content).addResourcesOf(editor)
  return page(host, author, request, title, whole, refused ? 400 : 200)
}

/** What a block is edited with: its own author view, else the form made of its fields. */
async function editorOf(
  host: Host,
  { block, type, fixed, base }: Draft,
  author: Learner,
  refused: EditedFields | undefined,
): Promise<{ readonly editor: Fragment; readonly title: string }> {
  const name = block.fields['display_name']
  const title = typeof name === 'string' && name !== '' ? name : block.type
  const heading = html`<h1>${title}</h1>`
  const view = host.draftViews.viewOf(type)
  if (type && view !== undefined && fixed === undefined) {
    const own = await host.draftViews.show(block, view, author)
    return { title, editor: new Fragment(html`${heading}${own.content}`).addResourcesOf(own) }
  }
  const editor = (content: SafeHtml) => ({
    title,
    editor: new Fragment(content).addCss(`${host.base}/client/${host.clientFiles.own('editor-form.css')}`),
  })
  if (!type || fixed !== undefined)
    return editor(html`${heading}<p class="unsupported" role="note">${fixed}</p>`)
  const form = editorForm({
    type,
    usage: block.key,
    heading: 1,
    values: block.fields,
    ...(block.sources && { sources: block.sources }),
    ...(block.origin && { ownSource: 'override' as const }),
    ...(refused && { refused }),
    more: html`<input type="hidden" name="base" value="${base}">`,
    action: `${host.base}/author/blocks/${encodeURIComponent(block.key)}`,
  })
  const origin =
    block.origin &&
    html`<p class="author-origin">This is a block of the library <code>${block.origin.library}</code>. What you change here holds in this place only.</p>`
  return editor(html`${origin}${form}`)
}

/** Calls a handler for a block's own author view, or saves what that view asks to be saved. */
async function called(host: Host, request: HostRequest, parts: PathParts): Promise<HostResponse> {
  refuseForeign(request)
  const { key = '', handler = '', suffix = '' } = parts
  const usage = parseUsageKey(key)
  const author = await host.authorIn(request, usage.context)
  const draft = await host.drafts.block(usage)
  if (handler === savingHandler && !draft.type?.handlers.has(savingHandler)) {
    if (request.method !== 'POST') {
      throw new CompositorError(
        'handler-method',
        `This handler takes POST, it was called with ${request.method}.`,
        { methods: ['POST'] },
      )
    }
    const form = formOf(await request.text())
    const { errors } = await host.drafts.save(usage, { form, base: '' })
    const error = Object.entries(errors)
      .map(([name, why]) => `${name}: ${why}`)
      .join(' ')
    return error === '' ? jsonAnswer({ errors }) : jsonAnswer({ error, errors }, 400)
  }
  const { status, headers, ...answer } = await host.draftViews.call(
    draft.block,
    handler,
    await requestOf(request, suffix),
    author,
  )
  return {
    status,
    headers: { 'content-type': answer.contentType, 'cache-control': 'no-store', ...headers },
    body: answer.body,
  }
}

function newsOf({ query }: HostRequest): string | undefined {
  const name = query.get('news') ?? ''
  return Object.hasOwn(news, name) ? news[name] : undefined
}

function page(
  host: Host,
  author: Learner,
  request: HostRequest,
  title: string,
  { content, resources }: Fragment,
  status = 200,
): HostResponse {
  const learner = host.learnerBar(author, request.path)
  const text = layout({ title, base: host.base, content, resources, learner })
  return htmlResponse(text, status, { 'cache-control': 'no-store' })
}
