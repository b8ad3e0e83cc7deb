import { CompositorError } from '../errors/compositor-error.js'

/** A text as error messages quote it: clipped to `limit` characters. */
export function quoteKey(text: string, limit = 160): string {
  return text.length <= limit ? `'${text}'` : `'${text.slice(0, limit)}…' (${text.length} characters)`
}

/** Text and reason of each malformed-key error, to say the same of the text around it. */
const reasons = new WeakMap<object, { readonly text: string; readonly why: string }>()

/** The error for a text that breaks a key grammar. @param why what part breaks it, as a clause */
export function malformedKey(grammar: string, text: string, why: string, cause?: unknown): CompositorError {
  const error = new CompositorError(
    'key-malformed',
    `${quoteKey(text)} is no key of the form ${grammar}: ${why}.`,
    { cause },
  )
  reasons.set(error, { text, why })
  return error
}

/** Runs `read`; where it finds fault with a key made of pieces of `text`, the error names `text` instead. */
export function readingKey<K>(grammar: string, text: string, read: () => K): K {
  try {
    return read()
  } catch (error) {
    const reason = error instanceof CompositorError ? reasons.get(error) : undefined
    if (reason === undefined || reason.text === text) throw error
    throw malformedKey(grammar, text, reason.why, error)
  }
}
