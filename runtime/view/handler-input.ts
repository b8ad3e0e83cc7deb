import { CompositorError } from '../errors/index.js'
import { validate } from '../field/standard-schema.js'
import { formValues } from './form-values.js'
import type { HandlerSpec } from './handler-options.js'
import type { HandlerRequest } from './handler-request.js'

/**
 * What a handler's method is called with.
 * @throws CompositorError `handler-input` for what is no JSON or no form, or does not fit the schema
 */
export function handlerInput(
  { takes, schema }: HandlerSpec,
  request: HandlerRequest,
  name: string,
): readonly unknown[] {
  if (!schema) return [request, name]
  const input = validate(schema, takes === 'json' ? jsonIn(request) : formIn(request), 'handler-input')
  return [input, request, name]
}

function jsonIn({ body }: HandlerRequest): unknown {
  try {
    return JSON.parse(body === '' ? '{}' : body)
  } catch (cause) {
    throw new CompositorError('handler-input', 'The body of the request is not JSON.', { cause })
  }
}

/** A form as the host read it, or as browsers send one without files. */
function formIn(request: HandlerRequest): unknown {
  const { values, body, contentType = '' } = request
  if (values) return values
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) return formValues(new URLSearchParams(body))
  if (body === '' || contentType === '' || /^application\/json\b/i.test(contentType)) return jsonIn(request)
  throw new CompositorError(
    'handler-input',
    'This handler takes a form: send multipart/form-data or application/x-www-form-urlencoded.',
  )
}
