/** A block of a draft that authors changed since its import. */
export interface EditedBlock {
  /** Usage key, as text. */
  readonly usage: string
  /** What differs, by OLX name of the field; `children` and the like where that is no field. */
  readonly fields: readonly string[]
}

/** What becomes of the edits of a draft when something is imported over it. */
export type OverEdits = 'keep' | 'replace' | 'merge'
