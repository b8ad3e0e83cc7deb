import { malformedKey, readingKey } from './malformed-key.js'
import { LibraryKey } from './library-key.js'
import { keyLengthLimit } from './opaque-key.js'
import { colonFreePart } from './part-rule.js'

const grammar = 'lib:[DOMAIN:]ORG:SLUG:VERSION'

/**
 * A library pinned to one version: `lib:ORG:SLUG:VERSION`, VERSION being the hash of the library's content
 * (`source_libraries` in "Storage and serialization of Blockstore-based library content"). No opaque key:
 * its text reads like a library of another site, so it is parsed only where a version is asked for.
 */
export class LibraryVersionRef {
  readonly library: LibraryKey
  readonly version: string

  constructor({ library, version }: { readonly library: LibraryKey; readonly version: string }) {
    this.library = library
    this.version = version
    if (!colonFreePart.pattern.test(version)) {
      const why = version === '' ? 'is empty' : `'${version.slice(0, 80)}' must be ${colonFreePart.valid}`
      throw malformedKey(grammar, this.toString(), `its VERSION ${why}`)
    }
    Object.freeze(this)
  }

  equals(other: unknown): boolean {
    return other instanceof LibraryVersionRef && other.toString() === this.toString()
  }

  toString(): string {
    return `${this.library.toString()}:${this.version}`
  }

  toJSON(): string {
    return this.toString()
  }
}

/** Reads a {@link LibraryVersionRef}: the last part is always the version. @throws `key-malformed` */
export function parseLibraryVersionRef(text: string): LibraryVersionRef {
  if (text.length > keyLengthLimit) {
    throw malformedKey(grammar, text, `it is longer than ${keyLengthLimit} characters`)
  }
  const pieces = text.split(':')
  if (pieces[0] !== 'lib') throw malformedKey(grammar, text, "it does not start with 'lib:'")
  if (pieces.length !== 4 && pieces.length !== 5) {
    const count = pieces.length - 1
    throw malformedKey(
      grammar,
      text,
      `it has ${count} part${count === 1 ? '' : 's'} after 'lib:', not 3 or 4`,
    )
  }
  const [org = '', slug = '', version = ''] = pieces.slice(-3)
  const domain = pieces.length === 5 ? pieces[1] : undefined
  return readingKey(grammar, text, () => {
    return new LibraryVersionRef({ library: new LibraryKey({ domain, org, slug }), version })
  })
}
