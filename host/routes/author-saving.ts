import {
  CompositorError,
  parseUsageKey,
  type ErrorCode,
  type Json,
  textOfValue,
} from '../../runtime/index.js'
import type { Saved } from '../drafts/draft-saving.js'
import type { HostParts } from '../host-parts.js'
import { jsonAnswer, type HostRequest, type HostResponse } from '../http/exchange.js'
import { handlerAnswer } from '../http/handler-answer.js'
import type { PathParts } from '../http/router.js'
import { savingHandler, sentFields } from '../pages/authors/saved-fields.js'
import { refuseForeign, takenFor } from './block-routes.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'bodies' | 'drafts' | 'draftViews' | 'permissions' | 'visitors'>

/**
 * Calls a handler for a block's own author view, or saves what that view asks to be saved. `If-Match` names the version
 * of the draft that the view was made of; the answer's `ETag` the one there is now.
 */
export async function called(host: Parts, request: HostRequest, parts: PathParts): Promise<HostResponse> {
  refuseForeign(request)
  const { key = '', handler = '', suffix = '' } = parts
  const usage = parseUsageKey(key)
  const author = await host.permissions.author(request, 'edit', usage.toString())
  const draft = await host.drafts.block(usage)
  if (handler === savingHandler && !draft.type?.handlers.has(savingHandler)) {
    if (request.method !== 'POST') {
      throw new CompositorError(
        'handler-method',
        `This handler takes POST, it was called with ${request.method}.`,
        { methods: ['POST'] },
      )
    }
    const sent = sentFields(await request.text())
    const base = /^(?:W\/)?"([^"]*)"$/.exec(request.header('if-match')?.trim() ?? '')?.[1] ?? ''
    return savedAnswer(
      await host.drafts.save(
        usage,
        { sent, base, customizeContent: sent.customizeContent },
        { author: author.id },
      ),
    )
  }
  const spec = draft.type?.handlers.get(handler) ?? draft.type?.handlers.get('fallback_handler')
  await using sent = await takenFor(request, suffix, {
    spec,
    isStaff: true,
    by: author.id,
    bodies: host.bodies,
  })
  return handlerAnswer(request, await host.draftViews.call(draft.block, handler, sent.request, author))
}

/** What a view is told: words that name each field; and what others saved, so that saving once more is saving over it. */
function savedAnswer({ errors, theirs, others, also, isSaved, base }: Saved): HostResponse {
  const headers = { etag: `"${base}"` }
  if (isSaved) {
    const more = {
      ...(also.length > 0 && { also }),
      ...(Object.keys(others).length > 0 && { others }),
    }
    return jsonAnswer({ errors, ...more }, 200, headers)
  }
  const error = [
    ...Object.entries(errors).map(([name, why]) => (name === '' ? why : `${name}: ${why}`)),
    ...Object.entries(theirs).map(([name, value]) => `${name}: ${clash(value)}`),
  ].join(' ')
  const isClash = Object.keys(theirs).length > 0
  const clashing = isClash ? { code: 'draft-changed' satisfies ErrorCode, theirs } : {}
  return jsonAnswer({ error, errors, ...clashing }, isClash ? 409 : 400, headers)
}

function clash(value: Json | undefined): string {
  const text = textOfValue(value)
  const shown = text === '' ? 'nothing' : `“${text.length > 200 ? `${text.slice(0, 200)}…` : text}”`
  return `Somebody else changed this meanwhile, to ${shown}. Nothing was saved; save again to replace it with yours.`
}
