import type {
  LibraryBlockKey,
  LibraryKey,
  UsageKey,
  V1LibraryBlockKey,
  V1LibraryKey,
} from '../../runtime/keys/index.js'
import type { ErrorCode, Finding } from '../../runtime/errors/index.js'

/** A library of either generation, as references name it. */
export type SourceLibraryKey = LibraryKey | V1LibraryKey

/** A block of a library of either generation. */
export type SourceBlockKey = LibraryBlockKey | V1LibraryBlockKey

/** A library that a reference draws from. */
export interface ReferredLibrary {
  readonly library: SourceLibraryKey
  /** Undefined where the library is not here. */
  readonly title?: string
  /** Name of the version that the author pinned; `latest` where the reference follows the library. */
  readonly pinned: string
  /** Name of the version that stands for it by now; undefined where there is none. */
  readonly version?: string
  /** Name of the version that the library has published last. */
  readonly latest?: string
}

/** A block that a reference may bring. */
export interface PoolMember {
  readonly block: SourceBlockKey
  readonly type: string
  readonly title: string
  /** Whether the version that is referred to has it. */
  readonly isThere: boolean
}

/** The steps in which an author makes a reference, in order. */
export const referenceSteps = ['library', 'version', 'pool', 'draw'] as const
/** See {@link referenceSteps}. */
export type ReferenceStep = (typeof referenceSteps)[number]

/** What an author should know of one step, and what to do about it. */
export interface ReferenceMessage {
  readonly step: ReferenceStep
  readonly level: Finding['level']
  readonly code: ErrorCode
  readonly message: string
  readonly remedy: string
}

/** A reference as its author has it before them. */
export interface ReferenceState {
  readonly usage: UsageKey
  /** Block type, such as `library_content_v2` or `randomized`. */
  readonly type: string
  readonly title: string
  /** Name of the version that is the draft. */
  readonly draft: string
  readonly libraries: readonly ReferredLibrary[]
  /** Which blocks: those that are named, in order; all of the libraries where none is. */
  readonly pool: readonly PoolMember[]
  /** Whether each learner gets some of the blocks, drawn for them; else all get all, in order. */
  readonly isRandom: boolean
  /** How many blocks a learner gets; below zero for all, and undefined where they are not drawn. */
  readonly count?: number
  readonly messages: readonly ReferenceMessage[]
}
