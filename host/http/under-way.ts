import { setTimeout as wait } from 'node:timers/promises'
import type { HostResponse } from './exchange.js'

/** The answers of a host that are not finished: being made, or sent piece by piece. */
export class UnderWay {
  #count = 0
  #idle: (() => void)[] = []

  /** How many there are now. */
  get count(): number {
    return this.#count
  }

  /** An answer is begun; {@link made} has to follow, whatever happens. */
  begin(): void {
    this.#count++
  }

  /** An answer is made; one that is a stream is under way until that was read to its end or given up. */
  made(answer: HostResponse): HostResponse {
    if (answer.stream) return { ...answer, stream: this.#counted(answer.stream) }
    this.#done()
    return answer
  }

  /** Waits until nothing is under way. @param deadline milliseconds after which the rest is given up */
  async finished(deadline: number): Promise<void> {
    if (this.#count === 0) return
    const giveUp = new AbortController()
    const idle = new Promise<void>((resolve) => this.#idle.push(resolve))
    const late = wait(deadline, undefined, { signal: giveUp.signal, ref: false }).catch(() => undefined)
    await Promise.race([idle, late])
    giveUp.abort()
  }

  #counted(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const reader = stream.getReader()
    let isOpen = true
    const end = () => {
      if (isOpen) this.#done()
      isOpen = false
    }
    return new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          try {
            const { done, value } = await reader.read()
            if (!done) return controller.enqueue(value)
            controller.close()
          } catch (thrown) {
            controller.error(thrown)
          }
          end()
        },
        async cancel(reason) {
          end()
          await reader.cancel(reason)
        },
      },
      { highWaterMark: 0 },
    )
  }

  #done(): void {
    this.#count--
    if (this.#count > 0) return
    for (const resolve of this.#idle.splice(0)) resolve()
  }
}
