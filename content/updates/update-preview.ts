import type { OfferedUpdate, ReferencePreview } from '../reference/index.js'

/** How far a linked copy would be brought. */
export interface CopyStep {
  /** Usage key of the library block that it is linked to, as text. */
  readonly upstream: string
  /** Whether it is a unit, subsection or section, with all that stands in it. */
  readonly isContainer: boolean
  /** Numbers of versions of that block: it was brought to, and would be. */
  readonly version: number | null
  readonly newest: number
}

/** What an update would change, of a reference or of a linked copy with all that stands in it. */
export interface UpdatePreview extends ReferencePreview {
  /** Of a linked copy; its library is named with no version that it was pinned to. */
  readonly copy?: CopyStep
}

/** A reference or a linked copy that could be brought to what its library publishes. */
export interface DraftUpdate extends OfferedUpdate {
  readonly preview: UpdatePreview
}
