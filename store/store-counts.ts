/** What was asked of a store since it was opened, in plain numbers, as every request counts. */
export class StoreCounts {
  reads = 0
  writes = 0
  /** Reads and writes that failed; work that a write's own code broke off is none. */
  failures = 0
  /** Whether the last write failed for lack of room. */
  isFull = false

  /** Counts a read. */
  read<T>(read: () => T): T {
    this.reads++
    try {
      return read()
    } catch (thrown) {
      this.failures++
      throw thrown
    }
  }
}
