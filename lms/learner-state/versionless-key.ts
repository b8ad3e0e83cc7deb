import { parseKey } from '../../runtime/keys/index.js'

/**
 * A key's text without branch and version: the only form anything of a learner is stored under (semantics 7).
 * A text that is no key stays as it is.
 */
export function versionlessKey(text: string): string {
  if (!/branch@|version@|^i4x:.*@/s.test(text)) return text
  try {
    return parseKey(text).withoutBranchOrVersion().toString()
  } catch {
    return text
  }
}
