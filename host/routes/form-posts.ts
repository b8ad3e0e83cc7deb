import { formValues, type HandlerRequest, type HandlerSpec } from '../../runtime/index.js'
import type { HostRequest, HostResponse } from '../http/exchange.js'
import { seeOther } from '../http/exchange.js'
import { isMultipart } from '../http/handler-request.js'
import { noticeCookie } from '../identity/notice-cookie.js'

/** Whether a browser sent a form that a handler takes, and shows what comes back, as one does that runs no scripts. */
export function isFormPost(request: HostRequest, spec: HandlerSpec | undefined): boolean {
  const accept = request.header('accept') ?? ''
  const isShown = accept.includes('text/html') && !accept.includes('application/json')
  if (!spec || spec.takes === 'raw' || request.method !== 'POST' || !isShown) return false
  const type = request.header('content-type') ?? ''
  return isPlainForm(type) || (isMultipart(type) && spec.takes !== 'json')
}

/** The same request with its form as JSON, for a handler that takes JSON. */
export function formAsJson(request: HandlerRequest): HandlerRequest {
  if (!isPlainForm(request.contentType ?? '')) return request
  const { bytes: _form, ...rest } = request
  const body = JSON.stringify(formValues(new URLSearchParams(request.body)))
  return { ...rest, contentType: 'application/json', body }
}

function isPlainForm(contentType: string): boolean {
  return /^application\/x-www-form-urlencoded\b/i.test(contentType)
}

/** A page that a form leads back to. */
export interface PageOfForm {
  readonly page: string
  /** The path that it and its kind are below. */
  readonly below: string
  /** The unit it shows, as text. */
  readonly unit: string
}

/** Leads back to a page, which tells once what a handler said; an answer with a file is saved instead. */
export function backTo({ page, below, unit }: PageOfForm, answer: HostResponse): HostResponse {
  if (answer.headers['content-disposition'] !== undefined) return answer
  const { status, body } = answer
  const text = saidIn(typeof body === 'string' ? body : '')
  if (text === undefined && status < 400) return seeOther(page)
  const notice = { unit, text: text ?? 'That did not work.' }
  return seeOther(`${page}#notice`, { 'set-cookie': noticeCookie(below, notice) })
}

/** The words of an answer: its `message`, or why it refused. */
function saidIn(body: string): string | undefined {
  try {
    const { message, error } = JSON.parse(body) as { message?: unknown; error?: unknown }
    return [error, message].find((text): text is string => typeof text === 'string' && text !== '')
  } catch {
    return undefined
  }
}
