import { domainPart, hexPart } from './part-rule.js'
import { malformedKey } from './malformed-key.js'
import { LibraryKey } from './library-key.js'
import { parseLibraryVersionRef } from './library-version-ref.js'
import { V1LibraryKey } from './v1-library-key.js'
import { LibraryBlockKey } from './library-block-key.js'
import { LibraryContainerKey } from './library-item-key.js'
import { parseKey } from './parse-key.js'
import { V1LibraryBlockKey } from './v1-library-block-key.js'

/** A library of either generation. */
export type SourceLibraryKey = LibraryKey | V1LibraryKey

/** A block of a library of either generation. */
export type SourceBlockKey = LibraryBlockKey | V1LibraryBlockKey

/** In place of a version's name: the one that the library has published last. */
export const latestVersion = 'latest'

/** A library at the version that a reference names. */
export interface LibrarySourceRef {
  /** Without branch or version. */
  readonly library: SourceLibraryKey
  /** Name of a version of it, or {@link latestVersion}. */
  readonly version: string
}

const v1Grammar = 'library-v1:ORG+LIBRARY+version@VERSION'
const v1Entry = /^(library-v1:[^+]*\+[^+]*)(?:\+branch@[^+]*)?(?:\+version@([^+]*))?$/

/**
 * Reads one entry of `source_libraries`: `lib:[DOMAIN:]ORG:SLUG:VERSION`, or `library-v1:ORG+LIBRARY+version@VERSION`. One without a version,
 * or with `latest` for it, follows the library. `lib:a.org:ORG:SLUG` is a library of the site `a.org`, unless what stands for SLUG is the whole hash of
 * a version.
 * @throws CompositorError `key-malformed`
 */
export function parseLibrarySource(text: string): LibrarySourceRef {
  if (text.startsWith('library-v1:')) {
    const [, key = '', version] = v1Entry.exec(text) ?? []
    const library = parseKey(key)
    if (!(library instanceof V1LibraryKey) || (version !== undefined && !isVersionName(version)))
      throw malformedKey(
        v1Grammar,
        text,
        'its VERSION is no name of a version: lower-case hexadecimal digits',
      )
    return { library, version: version ?? latestVersion }
  }
  if (!isWithoutVersion(text)) return parseLibraryVersionRef(text)
  const library = parseKey(text)
  if (library instanceof LibraryKey) return { library, version: latestVersion }
  throw malformedKey('lib:ORG:SLUG:VERSION', text, 'it names no library')
}

function isWithoutVersion(text: string): boolean {
  const [, first = '', , third = '', ...more] = text.split(':')
  if (more.length > 0) return false
  return (
    third === '' ||
    (domainPart.pattern.test(first) && !/^[0-9a-f]{64}$/.test(third) && third !== latestVersion)
  )
}

function isVersionName(text: string): boolean {
  return text === latestVersion || hexPart.pattern.test(text)
}

/** An entry of `source_libraries` as {@link parseLibrarySource} reads it. */
export function librarySourceText({ library, version }: LibrarySourceRef): string {
  if (library instanceof V1LibraryKey)
    return version === latestVersion ? library.toString() : `${library.toString()}+version@${version}`
  if (version === latestVersion) return library.toString()
  return `${library.toString()}:${version}`
}

/** Reads the key of a library, without branch or version. @throws CompositorError `key-malformed` */
export function parseSourceLibrary(text: string): SourceLibraryKey {
  const key = parseKey(text)
  if (key instanceof LibraryKey) return key
  if (key instanceof V1LibraryKey) return key.withoutBranchOrVersion()
  throw malformedKey('lib:[DOMAIN:]ORG:SLUG', text, `it is a ${key.kind} key, not one of a library`)
}

/**
 * Reads the key of a library block as references name it: of either generation, without branch or version. A container's key of its own
 * (`lct:ORG:SLUG:TYPE:ID`) is that of the block that stands for it (`lb:ORG:SLUG:TYPE:ID`).
 * @throws CompositorError `key-malformed`
 */
export function parseSourceBlock(text: string): SourceBlockKey {
  const key = parseKey(text)
  if (key instanceof LibraryBlockKey) return key
  if (key instanceof V1LibraryBlockKey) return key.withoutBranchOrVersion()
  if (key instanceof LibraryContainerKey) {
    const { library, containerType: blockType, containerId: blockId } = key
    return new LibraryBlockKey({ library, blockType, blockId })
  }
  throw malformedKey(
    'lb:[DOMAIN:]ORG:SLUG:TYPE:ID',
    text,
    `it is a ${key.kind} key, not one of a library block`,
  )
}
