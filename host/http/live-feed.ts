/** Something a page is told at once. */
export type LiveMessage =
  | {
      readonly kind: 'moment'
      readonly scenario: string
      readonly id: number
      readonly what: string
      readonly isBranch: boolean
    }
  | { readonly kind: 'reload'; readonly took: number; readonly findings: readonly string[] }

/** Messages that may wait for one page. */
const mostWaiting = 1000

/** Pages that listen, as server-sent events. */
export class LiveFeed<Message extends object = LiveMessage> {
  readonly #listeners = new Set<ReadableStreamDefaultController<Uint8Array>>()
  readonly #encoder = new TextEncoder()
  #last: Uint8Array | undefined
  #count = 0

  /** How many messages there have been. A page that keeps the number can be told at once what it missed. */
  get count(): number {
    return this.#count
  }

  /**
   * The body of an answer that goes on for as long as a page listens.
   * @param known {@link count} as it was when the page was made; where it is another, the last message comes first
   * @param onEnd told when the page listens no more
   */
  stream(known?: number, onEnd?: () => void): ReadableStream<Uint8Array> {
    let own: ReadableStreamDefaultController<Uint8Array> | undefined
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        own = controller
        this.#listeners.add(controller)
        controller.enqueue(this.#encoder.encode('retry: 500\n\n'))
        if (this.#last && known !== undefined && known !== this.#count) controller.enqueue(this.#last)
      },
      cancel: () => {
        if (own) this.#listeners.delete(own)
        onEnd?.()
      },
    })
  }

  send(message: Message): void {
    const bytes = this.#encoder.encode(`data: ${JSON.stringify(message)}\n\n`)
    this.#last = bytes
    this.#count++
    for (const listener of this.#listeners) {
      // A page that takes nothing any more must not be written to for ever.
      if ((listener.desiredSize ?? -Infinity) > -mostWaiting) listener.enqueue(bytes)
      else this.#listeners.delete(listener)
    }
  }

  /** Ends every stream. */
  close(): void {
    for (const listener of this.#listeners) listener.close()
    this.#listeners.clear()
  }
}
