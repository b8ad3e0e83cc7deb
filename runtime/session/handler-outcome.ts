import { CompositorError } from '../errors/index.js'
import { Fragment } from '../view/fragment.js'
import { KeptFile } from '../service/kept-file.js'
import { FileAnswer } from '../view/file-answer.js'
import { HandlerError } from '../view/handler-error.js'
import type { HandlerResponse } from '../view/handler-request.js'
import { sentFileAnswer } from './sent-file-answer.js'

/** What came of a handler call. */
export interface HandlerOutcome {
  readonly response: HandlerResponse
  /** Whether the block refused: then nothing of the call is saved. */
  readonly refused: boolean
  /** Whether it only reads: then nothing is saved either, not even what others drew for it. */
  readonly reads?: boolean
}

/** Say how an answer travels: whoever sends it writes them, whatever a block says. */
const framing = new Set(
  'connection content-length keep-alive proxy-connection te trailer transfer-encoding upgrade'.split(' '),
)
/** How deep bytes are looked for; JSON of what is deeper, or of what goes in a circle, fails by itself. */
const deepest = 20

const headerName = /^[\w!#$%&'*+.^`|~-]+$/
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/

/**
 * The answer for what a handler returned: a response as it is, bytes as they are, a file as what it is to be saved as, a
 * fragment or anything else as JSON.
 * @throws CompositorError `block-failed` for what is neither a response nor JSON, and for headers that HTTP has not
 */
export function outcomeOf(result: unknown): HandlerOutcome {
  const file = result instanceof KeptFile ? result.answer() : result
  if (file instanceof FileAnswer) return { response: sentFileAnswer(file), refused: false }
  if (isResponse(result)) {
    if (!Number.isInteger(result.status) || result.status < 200 || result.status > 599) {
      throw new CompositorError('block-failed', `It answered with status ${result.status}, not 200 to 599.`)
    }
    checkHeader('content-type', result.contentType)
    const response = result.headers ? { ...result, headers: headersOf(result.headers) } : result
    return { response, refused: result.status >= 400 }
  }
  if (result instanceof Uint8Array || result instanceof ArrayBuffer) {
    const body = result instanceof ArrayBuffer ? new Uint8Array(result) : result
    return { response: { status: 200, contentType: 'application/octet-stream', body }, refused: false }
  }
  if (result instanceof Fragment) {
    const body = { content: result.content.text, resources: result.resources }
    return { response: jsonResponse(200, body), refused: false }
  }
  refuseBytes(result, '')
  return { response: jsonResponse(200, result ?? null), refused: false }
}

/** The answer for a HandlerError, or undefined for any other thrown thing or a status that refuses nothing. */
export function refusal(thrown: unknown): HandlerOutcome | undefined {
  if (!(thrown instanceof HandlerError)) return undefined
  const { status, message } = thrown
  if (!Number.isInteger(status) || status < 400 || status > 599) return undefined
  return { response: jsonResponse(status, { error: message }), refused: true }
}

/** A JSON answer. @throws CompositorError `block-failed` for a value that JSON cannot hold */
export function jsonResponse(status: number, body: unknown): HandlerResponse {
  return { status, contentType: 'application/json', body: jsonText(body) }
}

/** A value as JSON text. @throws CompositorError `block-failed` for a value that JSON cannot hold */
export function jsonText(value: unknown): string {
  let text: string | undefined
  let cause: unknown
  try {
    text = JSON.stringify(value) as string | undefined
  } catch (thrown) {
    cause = thrown
  }
  if (text !== undefined) return text
  throw new CompositorError('block-failed', `It gave a ${typeof value} that JSON cannot hold.`, { cause })
}

/** JSON has no bytes: what became of them nobody could read. */
function refuseBytes(value: unknown, at: string, depth = 0): void {
  if (typeof value !== 'object' || value === null || depth > deepest) return
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof ReadableStream) {
    throw new CompositorError(
      'block-failed',
      `It answered with bytes at '${at.slice(1, 200)}' of an object, which JSON cannot hold. Answer with the bytes alone, or with new FileAnswer(bytes, { name, type }).`,
    )
  }
  for (const [name, one] of Object.entries(value)) refuseBytes(one, `${at}.${name}`, depth + 1)
}

/** Each header once, by its name in small letters; without those that say how the answer travels. */
function headersOf(given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(given)) {
    checkHeader(name, value)
    if (!framing.has(name.toLowerCase())) headers[name.toLowerCase()] = value
  }
  return headers
}

/** @param value as plugins in JavaScript may give it */
function checkHeader(name: string, value: unknown): void {
  if (headerName.test(name) && typeof value === 'string' && headerValue.test(value)) return
  throw new CompositorError(
    'block-failed',
    `It answered with the header ${JSON.stringify(name.slice(0, 100))}, whose name or value HTTP cannot hold.`,
  )
}

function isResponse(result: unknown): result is HandlerResponse {
  return (
    typeof result === 'object' &&
    result !== null &&
    'status' in result &&
    'contentType' in result &&
    'body' in result &&
    typeof result.status === 'number' &&
    (typeof result.body === 'string' || result.body instanceof Uint8Array)
  )
}
