/** What one error code promises: its HTTP status, what it means, and what the reader can do about it. */
export interface ErrorEntry {
  /** HTTP status a host answers with when the error reaches a request. */
  readonly status: number
  /** One sentence: what kind of thing went wrong. */
  readonly meaning: string
  /** One sentence: what to do about it. */
  readonly remedy: string
}

/**
 * Every error and diagnostic code of the product. A code never changes its meaning once released;
 * `docs/errors.md` lists the same entries, and a test keeps the two equal.
 */
export const errorTable = {
  'key-malformed': {
    status: 400,
    meaning: 'A text does not follow the grammar of any known opaque key.',
    remedy: 'Compare the text with the grammar named in the message.',
  },
  'key-kind': {
    status: 400,
    meaning: 'A key is well formed but of another kind than the one asked for.',
    remedy: 'Pass a key of the kind the message names.',
  },
  'field-value': {
    status: 400,
    meaning: 'A value does not fit the type of its field.',
    remedy: 'Give a value of the type named in the message.',
  },
  'field-scope': {
    status: 500,
    meaning: 'A field was touched at a time its scope does not allow.',
    remedy: 'Read learner scopes in views and handlers only, never while composing.',
  },
  'block-outside-runtime': {
    status: 500,
    meaning: 'A block was constructed by hand.',
    remedy: 'Let a runtime make blocks; in tests use the test kit.',
  },
  'service-undeclared': {
    status: 500,
    meaning: 'A block asked for a service it did not declare.',
    remedy: 'Declare the service with @needs or @wants in the constructor.',
  },
  'service-missing': {
    status: 500,
    meaning: 'A block needs a service that the host does not provide.',
    remedy: 'Bind the service in the host, or declare it with @wants.',
  },
  'view-missing': {
    status: 404,
    meaning: 'A block has neither the view asked for nor a fallback view.',
    remedy: 'Ask for one of the views listed in the message.',
  },
  'handler-missing': {
    status: 404,
    meaning: 'A block has neither the handler asked for nor a fallback handler.',
    remedy: 'Call one of the handlers listed in the message.',
  },
  'handler-method': {
    status: 405,
    meaning: 'A JSON handler was called with another method than POST.',
    remedy: 'Send a POST request.',
  },
  'handler-input': {
    status: 400,
    meaning: 'The input of a handler is not JSON or does not fit its schema.',
    remedy: 'Send JSON of the shape named in the message.',
  },
  'handler-refused': {
    status: 409,
    meaning: 'A handler refused the request for a reason of the block.',
    remedy: 'Read the message: it is the block author’s.',
  },
  'plugin-load': {
    status: 500,
    meaning: 'A plugin module could not be loaded.',
    remedy: 'Check the module specifier and the cause.',
  },
  'plugin-invalid': {
    status: 500,
    meaning: 'A plugin breaks the plugin contract.',
    remedy: 'Correct what the message names, then register it again.',
  },
  'plugin-conflict': {
    status: 500,
    meaning: 'Two plugins claim the same block type.',
    remedy: 'Remove one of them, or list the type under `overrides`.',
  },
  'block-type-unknown': {
    status: 500,
    meaning: 'No registered plugin provides a block type.',
    remedy: 'Install a plugin for the type; until then the block is kept and shown as unsupported.',
  },
  'block-failed': {
    status: 500,
    meaning: 'A block threw, hung or returned rubbish.',
    remedy: 'See the cause; the rest of the unit is not affected.',
  },
  'block-not-found': {
    status: 404,
    meaning: 'No published block has this usage key for this learner.',
    remedy: 'Check the usage key, and that its course is published.',
  },
  'olx-malformed': {
    status: 422,
    meaning: 'A text is not well-formed XML, or uses what OLX does not allow.',
    remedy: 'Correct the file at the line and column named.',
  },
  'olx-too-large': {
    status: 413,
    meaning: 'An XML document, one of its attributes or its number of elements exceeds a limit.',
    remedy: 'Split the document, or move the large value into a file of its own.',
  },
  'olx-too-deep': {
    status: 422,
    meaning: 'The elements of an XML document are nested deeper than the limit.',
    remedy: 'Flatten the document at the line and column named.',
  },
} as const satisfies Record<string, ErrorEntry>

/** A permanent code out of {@link errorTable}. */
export type ErrorCode = keyof typeof errorTable
