import type { IncomingMessage } from 'node:http'
import type { HostRequest } from './exchange.js'
import { bodyWithin, defaultUploadLimit } from './request-body.js'

/** A request that Node received, as routes see it. @param body what was read of it already @param url what it asks for, where the message says another */
export class NodeRequest implements HostRequest {
  readonly method: string
  readonly path: string
  id?: string

  constructor(
    private readonly message: IncomingMessage,
    private body?: Promise<Uint8Array>,
    private readonly uploadLimit = defaultUploadLimit,
    private readonly url = message.url ?? '/',
  ) {
    const { method = 'GET' } = message
    const mark = url.indexOf('?')
    this.method = method
    this.path = mark < 0 ? url : url.slice(0, mark)
  }

  get query(): URLSearchParams {
    return new URLSearchParams(this.url.slice(this.path.length))
  }

  get origin(): string {
    const { socket, headers } = this.message
    return `${'encrypted' in socket ? 'https' : 'http'}://${headers.host ?? 'localhost'}`
  }

  header(name: string): string | undefined {
    const value = this.message.headers[name]
    return Array.isArray(value) ? value.join(', ') : value
  }

  /** Read once: of one that was not read before, when somebody first asks. */
  bytes(limit = this.uploadLimit): Promise<Uint8Array> {
    return (this.body ??= bodyWithin(this.stream(), limit, this.header('content-length')))
  }

  async text(): Promise<string> {
    return Buffer.from(await this.bytes()).toString('utf8')
  }

  /** Whoever stops reading leaves the connection as it is, as an answer is still to be sent on it. */
  stream(): AsyncIterable<Uint8Array> {
    return this.message.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>
  }
}
