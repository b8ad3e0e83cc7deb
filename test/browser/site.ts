import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { openBrowser } from './chromium.js'

/** What a test site answers at a path. */
export interface SiteFile {
  readonly type: string
  readonly body: string | Buffer
}

/** A POST a page sent. */
export interface SentCall {
  readonly path: string
  readonly body: unknown
}

/** A small site of its own for one test: pages and files in memory, and a browser to look at them. */
export class Site implements AsyncDisposable {
  /** What the page logged as errors. */
  readonly errors: string[] = []

  private constructor(
    readonly page: Page,
    readonly address: string,
    /** Every POST, in the order they came. */
    readonly calls: readonly SentCall[],
    private readonly close: () => Promise<void>,
  ) {}

  /** @param answer what a POST is answered with; 200 and `{}` by default */
  static async open(
    files: Readonly<Record<string, SiteFile>>,
    answer: (call: SentCall) => { status: number; body: unknown } = () => ({ status: 200, body: {} }),
  ): Promise<Site> {
    const browser = await openBrowser()
    const calls: SentCall[] = []
    const respond = async (request: IncomingMessage, response: ServerResponse) => {
      const path = request.url ?? '/'
      const file = files[path.replace(/\?.*/, '')]
      if (request.method === 'POST') {
        const call: SentCall = { path, body: JSON.parse(await bodyOf(request)) }
        calls.push(call)
        const { status, body } = answer(call)
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      } else if (file) send(file, request.headers.range ?? '', response)
      else response.writeHead(404).end()
    }
    const server = createServer((request, response) => void respond(request, response))
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const bound = server.address()
    const address = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : bound}`
    const page = await browser.newPage()
    const site = new Site(page, address, calls, async () => {
      await browser.close()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    })
    page.on('console', (message) => {
      if (message.type() === 'error') site.errors.push(message.text())
    })
    page.on('pageerror', (error) => site.errors.push(error.message))
    return site
  }

  async goto(path: string): Promise<void> {
    await this.page.goto(this.address + path)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

/** A client module as browsers get it. @param path from the repository's root */
export async function bundle(path: string): Promise<SiteFile> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../../${path}`, import.meta.url))],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  })
  return { type: 'text/javascript', body: outputFiles[0]?.text ?? '' }
}

/** A page around some HTML, with our loader. */
export function pageOf(content: string): SiteFile {
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Test</title><link rel="icon" href="data:,">
    <script type="module" src="/client/page.js"></script></head><body>${content}</body></html>`
  return { type: 'text/html; charset=utf-8', body }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) text += String(part)
  return text
}

/** Sends a file, or the range of it that a player asks for. */
function send({ type, body }: SiteFile, range: string, response: ServerResponse): void {
  const whole = Buffer.from(body)
  const headers = { 'content-type': type, 'accept-ranges': 'bytes' }
  const [, from, to] = /bytes=(\d+)-(\d*)/.exec(range) ?? []
  if (from === undefined) {
    response.writeHead(200, headers).end(whole)
    return
  }
  const last = to ? Math.min(Number(to), whole.length - 1) : whole.length - 1
  const content = `bytes ${from}-${last}/${whole.length}`
  response
    .writeHead(206, { ...headers, 'content-range': content })
    .end(whole.subarray(Number(from), last + 1))
}
