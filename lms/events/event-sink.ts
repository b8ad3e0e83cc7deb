/** A line for the event log, as it is stored and sent. */
export interface EventLine {
  /** What orders the lines of one learner; of lines without a learner, those of one context. */
  readonly key: string
  /** JSON, without an end of line. */
  readonly text: string
}

/** Where lines of the event log go. */
export interface EventSink {
  /** What metrics and the store know it by; the same whenever the host is opened. */
  readonly name: string
  /** Whether it is sent every field that changed, too. */
  readonly takesStates?: boolean
  /**
   * Takes lines over: when it resolves, they are safe there. What it fails with is told as its lag, and the lines are sent again;
   * those of one learner always come in their order.
   */
  take(lines: readonly EventLine[]): Promise<void>
  close?(): Promise<void>
}

/** Lines as one text. */
export function joined(lines: readonly EventLine[]): string {
  return lines.map(({ text }) => `${text}\n`).join('')
}
