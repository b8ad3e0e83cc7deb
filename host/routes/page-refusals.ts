import { CompositorError, type ErrorCode } from '../../runtime/index.js'

/** What a person can put right themselves, and is told on the page. */
const refusals = new Set<ErrorCode>([
  'asset-refused',
  'asset-unknown',
  'block-refused',
  'block-type-unknown',
  'context-exists',
  'draft-fixed',
  'field-value',
  'handler-input',
  'key-kind',
  'key-malformed',
  'library-role',
  'library-type-refused',
  'library-used',
  'olx-malformed',
  'olx-unreadable',
  'olx-unwritable',
  'search-input',
  'version-unknown',
])

/** What to tell of a refusal on the page. @throws whatever else it is */
export function refusalOf(thrown: unknown): string {
  const error = CompositorError.from(thrown, 'host-failed')
  if (!refusals.has(error.code)) throw thrown
  return `${error.message}\n${error.remedy}`
}
