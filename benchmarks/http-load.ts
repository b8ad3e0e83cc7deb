import { connect, type Socket } from 'node:net'

/** What to ask for, and of whom. */
export interface LoadOptions {
  /** Such as `http://127.0.0.1:1234`. */
  readonly address: string
  readonly path: string
  readonly cookie: string
  /** Kept alive; each has one request under way at a time. */
  readonly connections: number
}

const headEnd = '\r\n\r\n'

/**
 * Asks a server for one page over and over. It writes and reads sockets itself, as a full client costs more than the
 * servers it is to measure; the answer must have a Content-Length.
 */
export class HttpLoad {
  readonly #request: Buffer
  readonly #host: string
  readonly #port: number

  constructor(private readonly options: LoadOptions) {
    const { address, path, cookie } = options
    const { hostname, port, host } = new URL(address)
    this.#host = hostname
    this.#port = Number(port)
    this.#request = Buffer.from(
      `GET ${path} HTTP/1.1\r\nhost: ${host}\r\ncookie: ${cookie}\r\naccept: text/html\r\nconnection: keep-alive${headEnd}`,
    )
  }

  /** How many answers there were, and how many a second, over this many milliseconds. @throws Error when an answer is not a 200 */
  async run(ms: number): Promise<{ readonly answers: number; readonly rate: number }> {
    const sockets = Array.from({ length: this.options.connections }, () => connect(this.#port, this.#host))
    const began = performance.now()
    const until = began + ms
    const counts = await Promise.all(sockets.map((socket) => this.#askUntil(until, socket)))
    const took = performance.now() - began
    const answers = counts.reduce((sum, count) => sum + count, 0)
    return { answers, rate: (answers / took) * 1000 }
  }

  #askUntil(until: number, socket: Socket): Promise<number> {
    return new Promise((resolve, reject) => {
      let answers = 0
      /** Bytes of the answer that are still to come; undefined while its head is not there. */
      let missing: number | undefined
      let head = ''
      const ask = () => {
        missing = undefined
        head = ''
        socket.write(this.#request)
      }
      socket.setNoDelay(true)
      socket.once('connect', ask)
      socket.once('error', reject)
      socket.once('close', () => reject(new Error('The server closed a connection.')))
      socket.on('data', (chunk) => {
        if (missing === undefined) {
          head += chunk.toString('latin1')
          const end = head.indexOf(headEnd)
          if (end < 0) return
          const length = /^content-length: (\d+)/im.exec(head)?.[1]
          if (!head.startsWith('HTTP/1.1 200') || length === undefined) {
            reject(new Error(`An answer began: ${head.slice(0, 100)}`))
            return
          }
          missing = Number(length) - (head.length - end - headEnd.length)
        } else missing -= chunk.length
        if (missing > 0) return
        answers++
        if (performance.now() < until) return ask()
        resolve(answers)
        socket.destroy()
      })
    })
  }
}
