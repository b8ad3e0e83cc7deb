/** How events get on their way to one sink, for operators. */
export interface SinkState {
  readonly name: string
  /** Lines that it has taken since the log was opened. */
  readonly written: number
  /** Lines that wait for it, as far as is known here. */
  readonly waiting: number
  /** Seconds since it last took what there was, while lines wait for it. */
  readonly lag: number
  /** How often it failed to take lines; they are sent again. */
  readonly failures: number
  /** Whether it failed last. */
  readonly isFailing: boolean
}
