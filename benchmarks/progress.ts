import { short } from './figures.js'
import type { BenchmarkResult } from './result.js'

/** Where one sees how far a run is: a terminal. Files and pipes are told nothing. */
export interface Terminal {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/** What is under way, how far the run is and how long it may still take: one line, which is written anew each second. */
export class Progress implements Disposable {
  readonly #began = performance.now()
  readonly #timer: NodeJS.Timeout | undefined
  #done = 0
  #name = ''

  constructor(
    private readonly steps: number,
    private readonly terminal: Terminal,
  ) {
    if (terminal.isTTY) this.#timer = setInterval(() => this.#show(), 1000)
  }

  begin(name: string): void {
    this.#name = name
    this.#show()
  }

  end(result?: BenchmarkResult): void {
    this.#done++
    if (result) {
      const { id, value, unit, target, met } = result
      this.#write(`${id}: ${short(value)} ${unit}, ${target}: ${met ? 'met' : 'missed'}`, '\n')
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
    this.#write('')
  }

  #show(): void {
    const gone = (performance.now() - this.#began) / 1000
    const left =
      this.#done < 3 ? '' : `, about ${minutes((gone / this.#done) * (this.steps - this.#done))} left`
    this.#write(`${this.#done + 1} of ${this.steps}, ${minutes(gone)} gone${left}: ${this.#name}`)
  }

  /** Puts a text in the place of the line. @param end a new line where the text is to stay */
  #write(text: string, end = ''): void {
    const { isTTY, columns = 80 } = this.terminal
    if (isTTY) this.terminal.write(`\r\x1b[K${text.slice(0, columns - 1)}${end}`)
  }
}

/** As 1:05. */
function minutes(seconds: number): string {
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
