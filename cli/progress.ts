/** One line on a terminal that says how far long work is, how fast it goes and how long it will take. */
export class Progress {
  readonly #began: number
  #shown = 0

  /**
   * @param stream shown on only when it is a terminal, so logs stay clean
   * @param now milliseconds
   */
  constructor(
    private readonly what: string,
    private readonly stream: NodeJS.WriteStream = process.stderr,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#began = now()
  }

  /** Shows `done` of `total`, at most ten times a second; without a total, how many and how fast. */
  update(done: number, total?: number): void {
    if (!this.stream.isTTY) return
    const at = this.now()
    if (done !== total && at - this.#shown < 100) return
    this.#shown = at
    this.stream.write(`\r\u001b[K${progressLine(this.what, done, total, (at - this.#began) / 1000)}`)
  }

  /** Takes the line away. */
  end(): void {
    if (this.stream.isTTY) this.stream.write('\r\u001b[K')
  }
}

/** The line itself. @param seconds since the work began */
export function progressLine(what: string, done: number, total: number | undefined, seconds: number): string {
  const rate = seconds > 0 ? done / seconds : 0
  const speed = `${rate.toFixed(rate < 10 ? 1 : 0)}/s`
  if (total === undefined) return `${what} ${done}, ${speed}`
  const share = total > 0 ? Math.floor((done / total) * 100) : 100
  const left = rate > 0 && done < total ? `, ${Math.ceil((total - done) / rate)} s left` : ''
  return `${what} ${done}/${total} (${share} %), ${speed}${left}`
}
