import type { HandlerRequest } from '../../runtime/index.js'
import type { HostRequest, HostResponse } from '../http/exchange.js'
import { seeOther } from '../http/exchange.js'
import { noticeCookie } from '../identity/notice-cookie.js'

/** Whether a browser sent a form and shows what comes back, as one does that runs no scripts. */
export function isFormPost(request: HostRequest): boolean {
  const accept = request.header('accept') ?? ''
  return (
    request.method === 'POST' &&
    request.header('content-type')?.startsWith('application/x-www-form-urlencoded') === true &&
    accept.includes('text/html') &&
    !accept.includes('application/json')
  )
}

/** The same request with its form as JSON: texts by name, and lists for names that end in `[]`. */
export function formAsJson(request: HandlerRequest): HandlerRequest {
  const fields: Record<string, string | string[]> = {}
  const form = new URLSearchParams(request.body)
  for (const [name, value] of form) fields[name] = name.endsWith('[]') ? form.getAll(name) : value
  const { bytes: _form, ...rest } = request
  return { ...rest, contentType: 'application/json', body: JSON.stringify(fields) }
}

/** A page that a form leads back to. */
export interface PageOfForm {
  readonly page: string
  /** The path that it and its kind are below. */
  readonly below: string
  /** The unit it shows, as text. */
  readonly unit: string
}

/** Leads back to a page, which tells once what a handler said. */
export function backTo({ page, below, unit }: PageOfForm, { status, body }: HostResponse): HostResponse {
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
