import {
  LibraryKey,
  librarySourceText,
  parseContextKey,
  parseLibrarySource,
  V1LibraryKey,
  type SourceLibraryKey,
} from '../../runtime/keys/index.js'
import { CompositorError } from '../../runtime/errors/index.js'

/** A library that a reference names, with the name of a version of it, or `latest` where the reference follows it. */
export interface NamedLibrary {
  /** Key, as text. */
  readonly library: string
  readonly version: string
}

/** The setting in which references list their libraries, and the one that says which versions their author declined. */
export const [librariesField, declinedField] = ['source_libraries', 'declined_versions'] as const

/** The libraries that a setting lists; what names none is left out. */
export function namedLibraries(value: unknown): readonly NamedLibrary[] {
  const entries: readonly unknown[] = Array.isArray(value) ? value : []
  return entries.flatMap((entry) => (typeof entry === 'string' ? (namedLibrary(entry) ?? []) : []))
}

/** What one entry of {@link librariesField} names; undefined where that is no library. */
export function namedLibrary(entry: string): NamedLibrary | undefined {
  try {
    const { library, version } = parseLibrarySource(entry)
    return { library: library.toString(), version }
  } catch {
    return undefined
  }
}

/** An entry of {@link librariesField}. */
export function libraryEntry({ library, version }: NamedLibrary): string {
  return librarySourceText({ library: libraryOf(library), version })
}

/** @throws CompositorError `key-malformed`, `key-kind` */
function libraryOf(text: string): SourceLibraryKey {
  const key = parseContextKey(text)
  if (key instanceof LibraryKey || key instanceof V1LibraryKey) return key
  throw new CompositorError('key-kind', `'${text.slice(0, 300)}' is no library.`)
}
