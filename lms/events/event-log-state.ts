/** How an event log is doing, for operators. */
export interface EventLogState {
  /** Events written since it was opened. */
  readonly written: number
  /** Events that wait to be written. */
  readonly waiting: number
  /** Seconds for which events have waited without one being written. */
  readonly lag: number
  /** Writes that failed; they are tried again. */
  readonly failures: number
  /** Whether the last write failed. */
  readonly isFailing: boolean
}
