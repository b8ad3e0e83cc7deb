import type { PoolQuery } from '../../runtime/block/index.js'
import type { ErrorCode, Finding } from '../../runtime/errors/index.js'
import type { SourceBlockKey, SourceLibraryKey, UsageKey } from '../../runtime/keys/index.js'

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
  /** The blocks that are named, in order; where none is and a subset is asked for, those that it finds, the first 1,000. */
  readonly pool: readonly PoolMember[]
  /** How many blocks it may bring; those that are not there are not counted. */
  readonly size: number
  /** Whether all blocks of the libraries are meant, as none is named and no subset asked for. */
  readonly isWhole: boolean
  /** The subset that is asked for; its members stand in the pool once it was filled. */
  readonly query?: PoolQuery
  /** Whether each learner gets some of the blocks, drawn for them; else all get all, in order. */
  readonly isRandom: boolean
  /** How many blocks a learner gets; below zero for all, and undefined where they are not drawn. */
  readonly count?: number
  readonly messages: readonly ReferenceMessage[]
}

/** What a subset finds by now beside what stands in the pool. */
export interface MatchingBlocks {
  /** All that it finds. */
  readonly found: readonly SourceBlockKey[]
  /** Of them those that the pool does not have. */
  readonly added: readonly SourceBlockKey[]
  /** Blocks of the pool that it does not find. */
  readonly gone: readonly SourceBlockKey[]
}

/** A version of a library that a reference may name. */
export interface LibraryVersionChoice {
  readonly version: string
  /** Its number in the library's history. */
  readonly number: number
  readonly name?: string
  readonly comment?: string
  readonly author?: string
  /** ISO 8601. */
  readonly at: string
  readonly isLatest: boolean
}
