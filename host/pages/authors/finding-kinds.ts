import type { ErrorCode } from '../../../runtime/index.js'
import { toSay } from '../../words/index.js'

/** What findings of one kind have in common, as authors call it, by their code. */
const kinds: Partial<Readonly<Record<ErrorCode, string>>> = {
  'static-file-missing': toSay('Files that are missing'),
  'asset-refused': toSay('Files that are not taken'),
  'link-broken': toSay('Links that lead nowhere'),
  'block-type-unknown': toSay('Block types that no plugin provides'),
  'olx-file-missing': toSay('Blocks whose file is missing'),
  'html-file-missing': toSay('Blocks whose file is missing'),
  'olx-malformed': toSay('XML that cannot be read'),
  'olx-attribute': toSay('Settings that do not fit'),
  'field-value': toSay('Settings that do not fit'),
  'olx-policy': toSay('Policies of the course'),
  'olx-duplicate': toSay('Blocks with the same name'),
  'olx-unnamed': toSay('Blocks without a name'),
  'problem-answer': toSay('Problems that cannot be graded'),
  'problem-unsupported': toSay('Problems that cannot be graded'),
  'problem-case': toSay('Test cases of problems'),
  'problem-untried': toSay('Scripts of problems'),
  'script-failed': toSay('Scripts of problems'),
  'script-unavailable': toSay('Scripts of problems'),
  'library-version-missing': toSay('References to libraries'),
  'library-settings-differ': toSay('References to libraries'),
  'reference-few': toSay('References to libraries'),
}

/** A heading for findings of a code, to be said in the reader's language. */
export function kindOfFinding(code: ErrorCode): string {
  return kinds[code] ?? toSay('Other things')
}
