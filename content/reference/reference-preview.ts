import type { Json } from '../../runtime/values/index.js'

/** A library that would be at another version for a reference, or at the one it is at with more of its blocks. */
export interface LibraryStep {
  /** Key, as text. */
  readonly library: string
  readonly title: string
  /** Name of the version that the reference pins; null where that is not there. */
  readonly from: string | null
  readonly to: string
  /** Number of that version in the library's history, and the name that somebody gave it. */
  readonly number: number
  readonly name?: string
}

/** A library block that a preview names. */
export interface PreviewedBlock {
  /** Usage key in the library, as text. */
  readonly block: string
  readonly type: string
  readonly title: string
  /** Key of the library block that it stands in; absent of one that the reference brings itself. */
  readonly within?: string
}

/** A library block that a reference would bring besides. */
export interface AddedBlock extends PreviewedBlock {
  /** Whether the subset that the author asked for holds it by now, so that it joins those that are named. */
  readonly isFound?: true
}

/** A library block that the other version has not. */
export interface RemovedBlock extends PreviewedBlock {
  /** Whether the reference names it, so that it leads nowhere unless it leaves. */
  readonly isNamed: boolean
  /** Usage keys, as text, that it and what is below it have in the course: what learners did stands there. */
  readonly usages: readonly string[]
}

/** A field that has another value in the other version. */
export interface ChangedField extends PreviewedBlock {
  /** OLX name. */
  readonly field: string
  readonly scope: 'content' | 'settings' | 'other'
  /** What the library said, and says then; absent where nothing is set. */
  readonly old?: Json
  readonly new?: Json
  /** What the author says of it here, which stays on top; absent for nothing. */
  readonly own?: Json
}

/** An override that nothing is left of to hold for. */
export interface LostOverride {
  readonly block: string
  /** OLX name. */
  readonly field: string
  readonly own: Json
}

/** A static file that differs, of a block, or of the library itself where `block` is ''. */
export interface ChangedFile {
  readonly block: string
  readonly name: string
  readonly what: 'added' | 'changed' | 'removed'
  /** The name that it gets in a course that has another file of its own. */
  readonly as?: string
}

/** What another version of its libraries would change for a reference. Nothing is changed by looking. */
export interface ReferencePreview {
  /** Usage key, as text. */
  readonly usage: string
  readonly title: string
  /** Name of the draft that was looked at. */
  readonly draft: string
  readonly libraries: readonly LibraryStep[]
  readonly added: readonly AddedBlock[]
  readonly removed: readonly RemovedBlock[]
  /** Blocks that stand in another order. */
  readonly moved: readonly PreviewedBlock[]
  readonly changed: readonly ChangedField[]
  readonly files: readonly ChangedFile[]
  /** Of what changed, fields of which the author says something else. */
  readonly clashes: readonly ChangedField[]
  readonly lostOverrides: readonly LostOverride[]
}

/** Whether another version is the same for a reference. */
export function isEmptyPreview({ added, removed, moved, changed, files }: ReferencePreview): boolean {
  return added.length + removed.length + moved.length + changed.length + files.length === 0
}
