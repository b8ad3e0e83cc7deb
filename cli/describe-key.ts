import { CompositorError, parseKey, type JsonObject } from '../runtime/index.js'

/** What `key` says of one text: its kind and parts, or why it is no key. */
export function describeKey(text: string): JsonObject {
  try {
    const key = parseKey(text)
    return { key: key.toString(), kind: key.kind, parts: key.parts() }
  } catch (thrown) {
    const { code, message } = CompositorError.from(thrown, 'key-malformed')
    return { key: text, error: { code, message } }
  }
}
