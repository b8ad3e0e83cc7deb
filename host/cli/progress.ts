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

  /** Shows `done` of `total`, at most ten times a second. */
  update(done: number, total: number): void {
    if (!this.stream.isTTY) return
    const at = this.now()
    if (done < total && at - this.#shown < 100) return
    this.#shown = at
    this.stream.write(`\r\u001b[K${progressLine(this.what, done, total, (at - this.#began) / 1000)}`)
  }

  /** Takes the line away. */
  end(): void {
    if (this.stream.isTTY) this.stream.write('\r\u001b[K')
  }
}

/** The line itself. @param seconds since the work began */
export function progressLine(what: string, done: number, total: number, seconds: number): string {
  const share = total > 0 ? Math.floor((done / total) * 100) : 100
  const rate = seconds > 0 ? done / seconds : 0
  const left = rate > 0 ? Math.ceil((total - done) / rate) : undefined
  return `${what} ${done}/${total} (${share} %), ${rate.toFixed(rate < 10 ? 1 : 0)}/s${left === undefined || done >= total ? '' : `, ${left} s left`}`
}
