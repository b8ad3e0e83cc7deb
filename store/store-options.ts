/** How a store is opened. */
export interface StoreOptions {
  /** The clock for when blobs were put: epoch milliseconds. */
  readonly now?: () => number
}
