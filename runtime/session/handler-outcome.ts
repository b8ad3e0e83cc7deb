import { Fragment } from '../view/fragment.js'
import { HandlerError, type HandlerResponse } from '../view/handler.js'

/** What came of a handler call. */
export interface HandlerOutcome {
  readonly response: HandlerResponse
  /** Whether the block refused: then nothing of the call is saved. */
  readonly refused: boolean
}

/** The answer for what a handler returned: a response as it is, a fragment or anything else as JSON. */
export function outcomeOf(result: unknown): HandlerOutcome {
  if (isResponse(result)) return { response: result, refused: result.status >= 400 }
  const body =
    result instanceof Fragment
      ? { content: result.content.text, resources: result.resources }
      : (result ?? null)
  return { response: jsonResponse(200, body), refused: false }
}

/** The answer for a HandlerError, or undefined for any other thrown thing. */
export function refusal(thrown: unknown): HandlerOutcome | undefined {
  if (!(thrown instanceof HandlerError)) return undefined
  return { response: jsonResponse(thrown.status, { error: thrown.message }), refused: true }
}

/** A JSON answer. */
export function jsonResponse(status: number, body: unknown): HandlerResponse {
  return { status, contentType: 'application/json', body: JSON.stringify(body) }
}

function isResponse(result: unknown): result is HandlerResponse {
  return (
    typeof result === 'object' &&
    result !== null &&
    'status' in result &&
    'contentType' in result &&
    'body' in result &&
    typeof result.status === 'number' &&
    typeof result.body === 'string'
  )
}
