import type { IncomingMessage } from 'node:http'
import { CompositorError } from '../../runtime/index.js'
import { NodeRequest } from '../http/node-request.js'
import type { SentTo } from './sent-to.js'

/** A request that another server received and hands on: its body is read as it comes, by whoever bounds it. */
export class AdaptedRequest extends NodeRequest {
  readonly #wasRead: boolean

  /** @param sentTo what it was sent to, where that is not what the message says @param uploadLimit in bytes @param url what it asks for, where the message says another */
  constructor(
    message: IncomingMessage,
    private readonly sentTo: SentTo,
    uploadLimit: number,
    url?: string,
  ) {
    super(message, undefined, uploadLimit, url)
    this.#wasRead = message.readableDidRead
  }

  override get origin(): string {
    const { scheme, host } = this.sentTo
    const own = new URL(super.origin)
    return `${scheme ?? own.protocol.slice(0, -1)}://${host ?? own.host}`
  }

  override header(name: string): string | undefined {
    return name === 'host' ? (this.sentTo.host ?? super.header(name)) : super.header(name)
  }

  override stream(): AsyncIterable<Uint8Array> {
    return this.#wasRead ? readBefore : super.stream()
  }
}

/** What tells, once it is read, that there is nothing left to read. */
const readBefore: AsyncIterable<Uint8Array> = {
  [Symbol.asyncIterator]: () => ({
    next: () =>
      Promise.reject(
        new CompositorError(
          'host-options',
          'The body of this request was read before the host got it. Mount the host before what parses bodies, such as `express.json()`.',
        ),
      ),
  }),
}
