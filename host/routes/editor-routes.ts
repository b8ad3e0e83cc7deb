import { CompositorError, parseUsageKey } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import { htmlResponse, jsonAnswer } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { refuseForeign } from './block-routes.js'
import { shownPieces } from './text-editor.js'
import { caseWished, postedEditor, problemEditorOf, type ProblemEditorHost } from './problem-editor.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'drafts' | 'permissions' | 'presence' | 'visitors'> & ProblemEditorHost

/** What editors ask for while somebody writes: what comes of it, and who else is here. */
export function editorRoutes(host: Parts): RouteTable {
  return {
    /** The editor of a problem as it is posted, without the page around it. Nothing is saved but cases. */
    async 'POST /author/blocks/:key/editor'(request, { key = '' }) {
      refuseForeign(request)
      const usage = parseUsageKey(key)
      const author = await host.permissions.author(request, 'edit', usage.toString())
      const posted = postedEditor(new URLSearchParams(await request.text()))
      if (!posted) throw new CompositorError('handler-input', 'There is no problem in the form.')
      const draft = await host.drafts.block(usage)
      await caseWished(host, draft, posted, author.id)
      const words = host.visitors.wordsOf(author)
      const { text } = await problemEditorOf(host, draft, { words, posted })
      return htmlResponse(text, 200, { 'cache-control': 'no-store' })
    },
    /** The pieces of a text as it is written, with what learners would see of each. */
    async 'POST /author/blocks/:key/text'(request, { key = '' }) {
      refuseForeign(request)
      const usage = parseUsageKey(key).toString()
      await host.permissions.author(request, 'edit', usage)
      const text = new URLSearchParams(await request.text()).get('text') ?? ''
      return jsonAnswer({ pieces: shownPieces(host, text, usage) }, 200, { 'cache-control': 'no-store' })
    },
    async 'GET /author/blocks/:key/present'(request, { key = '' }) {
      const usage = parseUsageKey(key).toString()
      const { anonymousId, name } = await host.permissions.author(request, 'edit', usage)
      return {
        status: 200,
        headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
        body: '',
        stream: host.presence.join(usage, { id: anonymousId, name }),
      }
    },
  }
}
