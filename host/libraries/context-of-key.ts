import {
  LearningContextKey,
  LibraryCollectionKey,
  LibraryContainerKey,
  parseContextKey,
  parseKey,
  UsageKey,
} from '../../runtime/index.js'

/**
 * The course or library that a key names, or that what it names is in, as text.
 * @throws CompositorError `key-malformed`, `key-kind`
 */
export function contextKeyOf(named: string): string {
  const key = parseKey(named)
  if (key instanceof LibraryCollectionKey || key instanceof LibraryContainerKey) return key.library.toString()
  const context = key instanceof UsageKey ? key.context : key
  if (context instanceof LearningContextKey) return context.withoutBranchOrVersion().toString()
  return parseContextKey(named).toString()
}
