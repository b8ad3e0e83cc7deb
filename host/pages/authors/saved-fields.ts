import { CompositorError, isJsonObject, type Json, type JsonObject } from '../../../runtime/index.js'

/** The handler that every block has for its own author view: `{set: {NAME: value}, reset: [NAME]}`. */
export const savingHandler = 'save_fields'

/** What a call of {@link savingHandler} asks for. */
export interface SentFields {
  readonly set: JsonObject
  readonly reset: readonly string[]
  /** Whether content of a library block may become the course's own. */
  readonly customizeContent?: boolean
}

/** @throws CompositorError `handler-input` */
export function sentFields(body: string): SentFields {
  let given: Json | undefined
  try {
    given = JSON.parse(body) as Json
  } catch (cause) {
    throw new CompositorError('handler-input', 'The body of the request is not JSON.', { cause })
  }
  const {
    set = {},
    reset = [],
    customizeContent = false,
    ...others
  } = isJsonObject(given) ? given : { set: null }
  const names = Array.isArray(reset) ? reset.filter((name) => typeof name === 'string') : []
  const isBoth = names.some((name) => isJsonObject(set) && Object.hasOwn(set, name))
  const isAsked =
    !isBoth && Array.isArray(reset) && names.length === reset.length && Object.keys(others).length === 0
  if (isJsonObject(set) && isAsked && typeof customizeContent === 'boolean')
    return { set, reset: names, customizeContent }
  throw new CompositorError('handler-input', 'Fields are saved with {"set": {NAME: value}, "reset": [NAME]}.')
}
