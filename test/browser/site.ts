import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { chromium, type Page } from 'playwright-core'
import { chromiumPath } from './chromium.js'

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
    const browser = await chromium.launch({
      executablePath: chromiumPath ?? '',
      args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'],
    })
    const calls: SentCall[] = []
    const server = createServer((request, response) => {
      void bodyOf(request).then((text) => {
        const path = request.url ?? '/'
        if (request.method === 'POST') {
          const call: SentCall = { path, body: JSON.parse(text) }
          calls.push(call)
          const { status, body } = answer(call)
          response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
          return
        }
        const file = files[new URL(path, 'http://site').pathname] ?? files[path]
        if (!file) return response.writeHead(404).end()
        const whole = Buffer.from(file.body)
        const [, from, to] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '') ?? []
        if (from === undefined) {
          return response.writeHead(200, { 'content-type': file.type, 'accept-ranges': 'bytes' }).end(whole)
        }
        const end = to ? Math.min(Number(to), whole.length - 1) : whole.length - 1
        response
          .writeHead(206, {
            'content-type': file.type,
            'content-range': `bytes ${from}-${end}/${whole.length}`,
            'accept-ranges': 'bytes',
          })
          .end(whole.subarray(Number(from), end + 1))
      })
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
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
