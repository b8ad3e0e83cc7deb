/** Where a referenced block came from. */
export interface BlockOrigin {
  /** Library key, as text. */
  readonly library: string
  /** Hash of the library version. */
  readonly version: string
  /** Usage key of the block in the library, as text. */
  readonly block: string
}
