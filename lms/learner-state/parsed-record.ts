import { CompositorError } from '../../runtime/errors/index.js'

/** What is in a stored text. @throws CompositorError `store-damaged` */
export function parsedRecord(key: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new CompositorError('store-damaged', `The learner record '${key}' is not JSON.`, { cause })
  }
}
