import { z } from 'zod'
import { CompositorError, validate, type StandardSchema } from '../../runtime/index.js'
import type { HostRequest } from '../http/exchange.js'

/** The host's id of a learner. */
export const learnerOfBody = z.string().min(1)

/** Whether only those are rescored who gain by it. */
export const onlyIfHigher = z.boolean().default(false)

/** Why staff do something: for staff, and for the log. */
export const reasonOfBody = z.string().trim().max(2000).optional()

/** Whether a form of a page sent a request, and no program. */
export function isForm(request: HostRequest): boolean {
  return request.header('content-type')?.startsWith('application/x-www-form-urlencoded') === true
}

/** @throws CompositorError `handler-input` for a body that is neither JSON nor a form, or does not fit */
export async function bodyOf<T>(request: HostRequest, schema: StandardSchema<T>): Promise<T> {
  const text = await request.text()
  if (isForm(request)) {
    const fields = Object.fromEntries(new URLSearchParams(text))
    return validate(schema, { ...fields, only_if_higher: fields['only_if_higher'] === 'on' }, 'handler-input')
  }
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (thrown) {
    throw new CompositorError('handler-input', 'The body of the request is not JSON.', { cause: thrown })
  }
  return validate(schema, parsed, 'handler-input')
}
