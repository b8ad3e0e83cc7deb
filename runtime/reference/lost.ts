import type { BlockReference } from '../block/references.js'
import { latestVersion } from '../keys/index.js'
import type { LibrarySource, PinnedLibrary } from './library-source.js'

/** A reference that leads nowhere, or cannot be read. */
export interface Lost {
  readonly code:
    | 'library-version-missing'
    | 'library-block-missing'
    | 'reference-unset'
    | 'reference-empty'
    | 'reference-cycle'
    | 'composition-too-large'
    | 'block-failed'
    | 'field-value'
  /** The block that refers. */
  readonly usage: string
  readonly pin: PinnedLibrary
  readonly block: string
  readonly message: string
  /** The library, where it is there. */
  readonly source?: LibrarySource
}

/** What is said of a reference that leads nowhere, beside the block that refers. */
export type LostWords = Omit<Lost, 'usage'>

/** A version of a library that is not there, or is not named; said once of all `count` blocks of it. */
export function lostVersion({ library, version, block }: BlockReference, count: number): LostWords {
  const pin = { library, version }
  const blocks = count === 1 ? `'${block}'` : `${count} blocks`
  const message =
    version === ''
      ? `${blocks} of '${library}' should stand here, but no version of that library is pinned.`
      : version === latestVersion
        ? `${blocks} should stand here, but library '${library}' had published nothing when the unit was published.`
        : `${blocks} should stand here, but version '${version}' of library '${library}' was not there when the unit was published.`
  return { code: 'library-version-missing', pin, block, message }
}

/** A block that its library has not, in the version that is there. */
export function lostBlock(pin: PinnedLibrary, block: string, source: LibrarySource): LostWords {
  const message = `Version '${pin.version}' of library '${pin.library}' has no block '${block}'.`
  return { code: 'library-block-missing', pin, block, message, source }
}

/** A block that refers to libraries and says of none, or of no block. */
export function lostUnset(): LostWords {
  const pin = { library: '', version: '' }
  const message = 'It does not say which blocks of which library are to stand here.'
  return { code: 'reference-unset', pin, block: '', message }
}

/** A whole library that has no block, or none of the kind or subset that is wanted. */
export function lostKind({ block, kind, query }: BlockReference, source: LibrarySource): LostWords {
  const { pin } = source
  const of = query
    ? ` for the subset ${JSON.stringify(query)}`
    : kind === undefined
      ? ''
      : ` of the kind '${kind}'`
  const message = `Version '${pin.version}' of library '${pin.library}' has no block${of}.`
  const code = kind !== undefined && !query ? 'library-block-missing' : 'reference-empty'
  return { code, pin, block, message, source }
}

/** A block that leads back to itself. */
export function lostInCircle(pin: PinnedLibrary, block: string): LostWords {
  const message = `'${block}' of version '${pin.version}' of '${pin.library}' refers back to itself here.`
  return { code: 'reference-cycle', pin, block, message }
}

/** A block of so many circles that no more are followed. */
export function lostAmongCircles(pin: PinnedLibrary, block: string): LostWords {
  const message = `Blocks of '${pin.library}' refer to each other in more circles than are followed.`
  return { code: 'composition-too-large', pin, block, message }
}
