import { CompositorError, isJsonObject, type Json } from '../../runtime/index.js'
import { textOfValue } from './field-text.js'

/** The handler that every block has for its own author view: `{set: {NAME: value}, reset: [NAME]}`. */
export const savingHandler = 'save_fields'

/** What a call of {@link savingHandler} asks for, as an editor form posts it. @throws CompositorError `handler-input` */
export function formOf(body: string): URLSearchParams {
  const form = new URLSearchParams()
  let given: Json | undefined
  try {
    given = JSON.parse(body) as Json
  } catch (cause) {
    throw new CompositorError('handler-input', 'The body of the request is not JSON.', { cause })
  }
  const { set, reset } = isJsonObject(given) ? given : {}
  if (!isJsonObject(set ?? {}) || !Array.isArray(reset ?? [])) {
    throw new CompositorError(
      'handler-input',
      'Fields are saved with {"set": {NAME: value}, "reset": [NAME]}.',
    )
  }
  for (const [name, value] of Object.entries(isJsonObject(set) ? set : {})) {
    form.append(`field.${name}`, textOfValue(value))
    form.append(`null.${name}`, value === null ? 'on' : 'off')
  }
  for (const name of Array.isArray(reset) ? reset : []) form.append(`reset.${String(name)}`, 'on')
  return form
}
