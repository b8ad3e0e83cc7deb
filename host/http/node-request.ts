import type { IncomingMessage } from 'node:http'
import type { HostRequest } from './exchange.js'

const noBody = Buffer.alloc(0)

/** A request that Node received, as routes see it. */
export class NodeRequest implements HostRequest {
  readonly method: string
  readonly path: string
  id?: string

  constructor(
    private readonly message: IncomingMessage,
    private readonly body: Buffer = noBody,
  ) {
    const { url = '/', method = 'GET' } = message
    const mark = url.indexOf('?')
    this.method = method
    this.path = mark < 0 ? url : url.slice(0, mark)
  }

  get query(): URLSearchParams {
    return new URLSearchParams(this.message.url?.slice(this.path.length))
  }

  get origin(): string {
    const { socket, headers } = this.message
    return `${'encrypted' in socket ? 'https' : 'http'}://${headers.host ?? 'localhost'}`
  }

  header(name: string): string | undefined {
    const value = this.message.headers[name]
    return Array.isArray(value) ? value.join(', ') : value
  }

  bytes(): Promise<Uint8Array> {
    return Promise.resolve(this.body)
  }

  text(): Promise<string> {
    return Promise.resolve(this.body.toString('utf8'))
  }

  stream(): AsyncIterable<Uint8Array> {
    return this.message
  }
}
