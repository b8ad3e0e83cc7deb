import type { Finding } from '../../runtime/errors/index.js'

/** What becomes of a block of the older library. */
export interface MigratedBlock {
  /** Usage key, as text: in the older library, or of the copy it is made of where that library is not here. */
  readonly usage: string
  readonly type: string
  readonly title: string
  /** Usage key in the new library, as text. */
  readonly becomes: string
  /** A unit holds its children as components of their own; a component all that is inside it. */
  readonly as: 'component' | 'unit'
  /** Whether it is in the new library already, from a migration before. */
  readonly isThere: boolean
  /** Names of static files that come along. */
  readonly files: readonly string[]
  /** OLX names of settings that the library said for all its blocks: it says them itself then. */
  readonly settled: readonly string[]
}

/** What becomes of a copy of a library block in a course. */
export interface MigratedCopy {
  /** Usage keys, as text: of the copy, which keeps it, its bank, and the library block it was made of. */
  readonly usage: string
  readonly bank: string
  /** Null where the older library is not here, so that its ids are not known. */
  readonly original: string | null
  /** The block of the new library that it is linked to. */
  readonly upstream: string
  /** What of its content is not as in the library, by OLX name: an update overwrites it. */
  readonly content: readonly string[]
  /** Settings that it has of its own: they stay. */
  readonly settings: readonly string[]
  /** Whether it is linked already. */
  readonly isThere: boolean
}

/** What becomes of a course that uses the library. */
export interface MigratedCourse {
  /** Key, as text. */
  readonly course: string
  readonly title: string
  /** Usage keys of the banks that draw from the library, as text; each keeps its key, its type and its children. */
  readonly banks: readonly string[]
  readonly copies: readonly MigratedCopy[]
  /** Name of its draft with the links in it; the draft there is, in a dry run. */
  readonly version: string
  /** Whether learners see that. */
  readonly published: boolean
}

/** What a migration does, or would do. */
export interface MigrationReport {
  /** Keys, as text: of the older library, and of the new one. */
  readonly library: string
  readonly to: string
  readonly title: string
  /** False in a dry run, which changes nothing. */
  readonly applied: boolean
  /** `copies` where the older library is not here, and the new one is made of the copies in banks of courses. */
  readonly from: 'library' | 'copies'
  /** Name of the published version of the new library; null in a dry run. */
  readonly version: string | null
  readonly blocks: readonly MigratedBlock[]
  /** Names of static files that come along and belong to the whole. */
  readonly files: readonly string[]
  readonly courses: readonly MigratedCourse[]
  readonly findings: readonly Finding[]
}
