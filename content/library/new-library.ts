import { CompositorError } from '../../runtime/errors/index.js'
import { LibraryKey, parseContextKey } from '../../runtime/keys/index.js'
import { newToml, TomlDate } from '../toml/index.js'
import { checkedSettings, type LibrarySettings } from './library-settings.js'

/** A library that is to be made. */
export interface NewLibrary extends Partial<LibrarySettings> {
  /** `lib:ORG:SLUG`. */
  readonly key: string
}

/**
 * The key of a library that can be made. @throws CompositorError `key-malformed`, `key-kind` for one of an older kind or of a course
 */
export function newLibraryKey(text: string): LibraryKey {
  const key = parseContextKey(text)
  if (key instanceof LibraryKey && key.domain === undefined) return key
  throw new CompositorError(
    'key-kind',
    `'${text.slice(0, 200)}' is no key of a new library: lib:ORG:SLUG is.`,
  )
}

/** `package.toml` of a library with nothing in it yet. @param now ISO 8601 @throws CompositorError `field-value` */
export function newPackage(key: LibraryKey, given: Partial<LibrarySettings>, now: string): string {
  const settings = {
    title: key.slug,
    description: '',
    licence: '',
    language: '',
    kind: 'complex',
    ...checkedSettings(given),
  }
  const { title, description, licence, language, kind } = settings
  return newToml({
    meta: { format_version: 1, created_by: 'unit-compositor', created_at: new TomlDate(now) },
    learning_package: {
      title,
      key: key.toString(),
      description,
      created: new TomlDate(now),
      updated: new TomlDate(now),
    },
    library: { kind, ...(licence !== '' && { licence }), ...(language !== '' && { language }) },
  })
}
