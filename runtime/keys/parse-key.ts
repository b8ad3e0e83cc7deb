import { CompositorError } from '../errors/compositor-error.js'
import { AsideDefinitionKey, AsideUsageKey, type AsideKey } from './aside-key.js'
import { AssetKey } from './asset-key.js'
import { CourseLibraryBlockKey, LibraryReferenceKey } from './contextual-forms.js'
import { ContextualKey } from './contextual-key.js'
import { CourseBlockKey } from './course-block-key.js'
import { CourseKey, OldCourseKey } from './course-key.js'
import {
  BundleDefinitionKey,
  CourseDefinitionKey,
  isDefinitionKey,
  type DefinitionKey,
} from './definition-key.js'
import { keyGrammars, type ShippedKeyKind } from './key-grammar.js'
import { LearningContextKey } from './learning-context-key.js'
import { LibraryBlockKey } from './library-block-key.js'
import { LibraryCollectionKey, LibraryContainerKey } from './library-item-key.js'
import { LibraryKey } from './library-key.js'
import { malformedKey, quoteKey, readingKey } from './malformed-key.js'
import { OldBlockKey } from './old-block-key.js'
import { keyLengthLimit, type OpaqueKey } from './opaque-key.js'
import { PathwayBlockKey, PathwayKey } from './pathway-key.js'
import { UsageKey } from './usage-key.js'
import { V1LibraryBlockKey } from './v1-library-block-key.js'
import { V1LibraryKey } from './v1-library-key.js'

type Reader = (text: string, rest: string, parse: (text: string) => OpaqueKey) => OpaqueKey

/** A kind of keys that a plugin brings: everything that begins with its namespace and a colon. */
export interface KeyNamespace {
  readonly namespace: string
  /** What such a key looks like, for errors: `shelf:ROOM:NUMBER`. */
  readonly grammar: string
  /**
   * Reads such a key, given its text, what follows the colon, and how to read a key inside it. It throws where the text
   * is not the one spelling of the key that it gives.
   */
  readonly read: (text: string, rest: string, parse: (text: string) => OpaqueKey) => OpaqueKey
}

const readerOfKind: Readonly<Record<Exclude<ShippedKeyKind, 'old-course'>, Reader>> = {
  'course-v1': CourseKey.read,
  'block-v1': CourseBlockKey.read,
  'library-v1': V1LibraryKey.read,
  'lib-block-v1': V1LibraryBlockKey.read,
  i4x: OldBlockKey.read,
  'def-v1': CourseDefinitionKey.read,
  'asset-v1': AssetKey.read,
  lib: LibraryKey.read,
  lb: LibraryBlockKey.read,
  'lib-collection': LibraryCollectionKey.read,
  lct: LibraryContainerKey.read,
  'bundle-olx': BundleDefinitionKey.read,
  'lx-pathway': PathwayKey.read,
  'lx-pb': PathwayBlockKey.read,
  cb: ContextualKey.read,
  clb: CourseLibraryBlockKey.read,
  'lb-ref': LibraryReferenceKey.read,
  'aside-usage-v1': (text, rest, parse) => AsideUsageKey.read(1, text, rest, parse),
  'aside-usage-v2': (text, rest, parse) => AsideUsageKey.read(2, text, rest, parse),
  'aside-def-v1': (text, rest, parse) => AsideDefinitionKey.read(1, text, rest, parse),
  'aside-def-v2': (text, rest, parse) => AsideDefinitionKey.read(2, text, rest, parse),
}

const readers = new Map<string, Reader>(Object.entries(readerOfKind))
const grammars = new Map<string, string>(Object.entries(keyGrammars))

/** Whether a namespace is one that is always known. */
export function isShippedNamespace(namespace: string): boolean {
  return Object.hasOwn(readerOfKind, namespace)
}

/** @internal Makes a plugin's keys known in this process; a namespace that is known already is read anew. */
export function addKeyNamespace({ namespace, grammar, read }: KeyNamespace): void {
  readers.set(namespace, read)
  grammars.set(namespace, grammar)
}

/**
 * Reads a key of any kind. Only the one spelling that the key prints is accepted.
 * @throws `key-malformed` naming the grammar, the part at fault and the text
 */
export function parseKey(text: string): OpaqueKey {
  if (text.length > keyLengthLimit) {
    throw malformedKey('NAMESPACE:REST', text, `it is longer than ${keyLengthLimit} characters`)
  }
  const colon = text.indexOf(':')
  const namespace = colon === -1 ? '' : text.slice(0, colon)
  const read = readers.get(namespace)
  if (read !== undefined) {
    return readingKey(grammars.get(namespace) ?? namespace, text, () =>
      read(text, text.slice(colon + 1), parseKey),
    )
  }
  if (text.includes('/')) return OldCourseKey.read(text)
  const why =
    colon === -1
      ? 'it has no namespace'
      : `its namespace ${quoteKey(namespace, 40)} is none of ${[...readers.keys()].join(', ')}`
  throw malformedKey('NAMESPACE:REST or ORG/COURSE/RUN', text, why)
}

/** Reads a usage key. @throws `key-malformed`; `key-kind` for a key of another category */
export function parseUsageKey(text: string): UsageKey {
  const key = parseKey(text)
  if (key instanceof UsageKey) return key
  throw otherKind(key, 'a usage key (block-v1, lib-block-v1, lb, lx-pb, cb or i4x)')
}

/** Reads the key of a learning context. @throws `key-malformed`; `key-kind` for a key of another category */
export function parseContextKey(text: string): LearningContextKey {
  const key = parseKey(text)
  if (key instanceof LearningContextKey) return key
  throw otherKind(key, 'a learning context key (course-v1, library-v1, lib, lx-pathway or an old course)')
}

/** Reads a definition key. @throws `key-malformed`; `key-kind` for a key of another category */
export function parseDefinitionKey(text: string): DefinitionKey {
  const key = parseKey(text)
  if (isDefinitionKey(key)) return key
  throw otherKind(key, 'a definition key (def-v1, bundle-olx or i4x)')
}

/** Reads an aside's key. @throws `key-malformed`; `key-kind` for a key of another category */
export function parseAsideKey(text: string): AsideKey {
  const key = parseKey(text)
  if (key instanceof AsideUsageKey || key instanceof AsideDefinitionKey) return key
  throw otherKind(key, "an aside's key (aside-usage-v2 or aside-def-v2)")
}

/** Reads a `course-v1:` key. @throws `key-malformed`; `key-kind` for a key of another kind */
export function parseCourseKey(text: string): CourseKey {
  const key = parseKey(text)
  if (key instanceof CourseKey) return key
  throw otherKind(key, 'a course key (course-v1)')
}

/** Reads a `block-v1:` key. @throws `key-malformed`; `key-kind` for a key of another kind */
export function parseCourseBlockKey(text: string): CourseBlockKey {
  const key = parseKey(text)
  if (key instanceof CourseBlockKey) return key
  throw otherKind(key, 'the key of a course block (block-v1)')
}

/** Reads a `lib:` key. @throws `key-malformed`; `key-kind` for a key of another kind */
export function parseLibraryKey(text: string): LibraryKey {
  const key = parseKey(text)
  if (key instanceof LibraryKey) return key
  throw otherKind(key, 'a library key (lib)')
}

/** Reads an `lx-pathway:` key. @throws `key-malformed`; `key-kind` for a key of another kind */
export function parsePathwayKey(text: string): PathwayKey {
  const key = parseKey(text)
  if (key instanceof PathwayKey) return key
  throw otherKind(key, 'the key of a pathway (lx-pathway)')
}

/** Reads an `lb:` key. @throws `key-malformed`; `key-kind` for a key of another kind */
export function parseLibraryBlockKey(text: string): LibraryBlockKey {
  const key = parseKey(text)
  if (key instanceof LibraryBlockKey) return key
  throw otherKind(key, 'the key of a library block (lb)')
}

/** Reads an `asset-v1:` key. @throws `key-malformed`; `key-kind` for a key of another kind */
export function parseAssetKey(text: string): AssetKey {
  const key = parseKey(text)
  if (key instanceof AssetKey) return key
  throw otherKind(key, 'an asset key (asset-v1)')
}

/** Reads a `cb:` key. @throws `key-malformed`; `key-kind` for a key of another kind */
export function parseContextualKey(text: string): ContextualKey {
  const key = parseKey(text)
  if (key instanceof ContextualKey) return key
  throw otherKind(key, 'a contextual key (cb)')
}

function otherKind(key: OpaqueKey, wanted: string): CompositorError {
  return new CompositorError('key-kind', `${quoteKey(key.toString())} is a ${key.kind} key, not ${wanted}.`)
}
