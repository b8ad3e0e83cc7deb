import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { nodeServer, type HostOptions } from '../../host/index.js'
import type { HostResponse } from '../../host/http/exchange.js'
import { chromiumPath, openBrowser } from '../browser/chromium.js'
import { MadeSite } from '../host/made-site.js'

const isBuilt = existsSync(fileURLToPath(new URL('../../dist/client/page.js', import.meta.url)))

/** Whether stories can be walked: there are a browser and the built scripts of pages. */
export const canWalk = chromiumPath !== undefined && isBuilt

const types: Readonly<Record<string, string>> = { css: 'text/css', js: 'text/javascript' }

/** A built style or script: a host on the sources has none, and pages without are others. */
function built(path: string): HostResponse | undefined {
  const [, name = '', ending = ''] = /^\/client\/([\w.-]+\.(css|js))$/.exec(path) ?? []
  const file = new URL(`../../dist/client/${name}`, import.meta.url)
  if (name === '' || !existsSync(file)) return undefined
  const type = `${types[ending]}; charset=utf-8`
  return {
    status: 200,
    headers: { 'content-type': type, 'cache-control': 'no-cache' },
    body: readFileSync(file),
  }
}

/** One story: a host on a store of its own, served on a port of the loopback, and a browser for all who are in it. */
export class Story implements AsyncDisposable {
  private constructor(
    readonly site: MadeSite,
    readonly address: string,
    private readonly browser: Browser,
    private readonly end: () => Promise<void>,
  ) {}

  /** @param options of the host; see {@link MadeSite.open} for who its learners are */
  static async open(options: Partial<HostOptions> = {}): Promise<Story> {
    const site = await MadeSite.open(options)
    const server = nodeServer((request) => built(request.path) ?? site.host.answer(request))
    const address = await server.listen({ host: '127.0.0.1', port: 0 })
    const browser = await openBrowser()
    return new Story(site, address, browser, async () => {
      await browser.close()
      await server.close()
      await site.close()
    })
  }

  /** A window of somebody's own. @param who as the header `x-learner` says it; staff begin with `staff` */
  async window(who: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({
      bypassCSP: true,
      baseURL: this.address,
      extraHTTPHeaders: { 'x-learner': who },
      viewport: { width: 1280, height: 800 },
      ...options,
    })
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    return page
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end()
  }
}

export { faultsOf } from '../browser/page-faults.js'
