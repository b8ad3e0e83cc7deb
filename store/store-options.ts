/** How a store is opened. */
export interface StoreOptions {
  /** The clock for when blobs were put: epoch milliseconds. */
  readonly now?: () => number
  /** Whether it is only read, and must be there already: writes are refused (`store-read-only`), and nothing is made. */
  readonly isReadOnly?: boolean
}
