/** How a store is opened. */
export interface StoreOptions {
  /** The clock for when blobs were put: epoch milliseconds. */
  readonly now?: () => number
  /** The secret of a store that has none yet, in place of a new one: that of the store it is to be a copy of. */
  readonly secret?: string
  /** Whether it is only read, and must be there already: writes are refused (`store-read-only`), and nothing is made. */
  readonly isReadOnly?: boolean
}
