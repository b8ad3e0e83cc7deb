import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checks } from '../../examples/acid/src/checks.js'
import { learnerToken, listenFrom, nodeServer } from '../../host/index.js'
import { findPlugin } from '../../workbench/plugin-place.js'
import { Workbench } from '../../workbench/workbench.js'
import { chromiumPath, openBrowser } from './chromium.js'
import { axeFaultsOf } from './page-faults.js'
import { freePort, PluginHost } from './plugin-host.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const plugin = join(root, 'examples/acid')
const built = existsSync(join(plugin, 'dist/index.js')) && existsSync(join(root, 'dist/host/index.js'))

const unit = (id: string) => `/units/${encodeURIComponent(`block-v1:O+C+R+type@vertical+block@${id}`)}`
const two = readFileSync(join(plugin, 'scenarios/acid.xml'), 'utf8')
const course = `<course org="O" course="C" url_name="R"><chapter url_name="ch"><sequential url_name="s">
  ${two}<vertical url_name="alone"><acid url_name="only"/></vertical></sequential></chapter></course>`

describe.skipIf(!chromiumPath || !built)('the acid test in a browser, on the built package', () => {
  let host: PluginHost
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    host = await PluginHost.open(course, plugin)
    browser = await openBrowser()
    page = await browser.newPage()
  }, 60_000)

  afterAll(async () => {
    await browser.close()
    await host.close()
  })

  /** What each acid block on the page printed, once all are through. */
  const printed = async (path: string): Promise<string[][]> => {
    await page.goto(host.address + path)
    const done = page.locator('.xblock-acid[data-initialized=done]')
    const blocks = page.locator('.xblock-acid')
    await expect
      .poll(async () => (await done.count()) === (await blocks.count()), { timeout: 20_000 })
      .toBe(true)
    return linesIn(blocks)
  }
  const linesIn = (blocks: Locator): Promise<string[][]> =>
    blocks.evaluateAll((all) =>
      all.map((one) =>
        [...one.querySelectorAll('li')].map((item) => (item.textContent ?? '').trim().replace(/\s+/g, ' ')),
      ),
    )
  const passed = checks.map(([, name]) => `${name}: pass`)

  it('passes every check of two blocks in one unit, on the first visit and on the next', async () => {
    expect(await printed(unit('two'))).toEqual([passed, passed])
    expect(await printed(unit('two'))).toEqual([passed, passed])
    expect(await page.locator('.acid-summary').allTextContents()).toEqual(
      Array.from({ length: 2 }, () => `${checks.length} of ${checks.length} checks passed, 0 failed.`),
    )
  })

  it('says that a block on its own could not try whether it is disturbed', async () => {
    const [only] = await printed(unit('alone'))
    expect(only?.filter((line) => !line.endsWith(': pass'))).toEqual([
      'Two instances on the page do not disturb each other: not tried (this is the only acid block on the page)',
    ])
  })

  it.each([
    ['**/client/**/acid-mark.svg', /^A file of the client folder is served: fail \(.*is no image\)$/],
    ['**/handlers/give_back', /^A JSON handler .*: fail \(.*\)$/],
    ['**/client/**/acid.css', /^The stylesheet is applied: fail \(its rules do not reach the block\)$/],
    ['**/signed/**', /^A signed handler address .*: fail \(.*\)$/],
    ['**/client/**/acid-aside.client.js', /^The aside is shown.*: fail \(its handler gave no answer\)$/],
  ])('prints what fails where a host does not answer %s, and only that', async (pattern, line) => {
    await page.route(pattern, (route) => route.fulfill({ status: 404, body: '' }))
    const [first = []] = await printed(unit('two'))
    await page.unroute(pattern)
    const failed = first.filter((one) => !one.endsWith(': pass'))
    expect(failed).toHaveLength(1)
    expect(failed[0]).toMatch(line)
  })

  it('prints a scope that is not kept, and a mark that another instance took', async () => {
    await page.route('**/units/**', async (route) => {
      if (route.request().resourceType() !== 'fetch') return route.continue()
      const response = await route.fetch()
      const body = (await response.text())
        .replaceAll(/"user_info":\d+/g, '"user_info":0')
        .replaceAll(/"mark":"[^"]*"/g, '"mark":"other"')
      return route.fulfill({ response, body })
    })
    const [first = []] = await printed(unit('two'))
    await page.unroute('**/units/**')
    expect(first.filter((one) => !one.endsWith(': pass'))).toEqual([
      expect.stringMatching(/^Scope userInfo .*: fail \(\d+ was stored and 0 is read\)$/),
      expect.stringMatching(/^Two instances .*: fail \(the mark of this instance is "other", not ".*"\)$/),
    ])
  })

  it('passes every check inside the custom element on a page of another site', async () => {
    const port = await freePort()
    const key = 'the key of host and page, in 32 characters'
    const embedding = { origins: [`http://127.0.0.1:${port}`], key }
    const embedded = await PluginHost.open(course, plugin, { embedding })
    const site = createServer((_request, response) => {
      const id = decodeURIComponent(unit('two').replace('/units/', ''))
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end(`<!doctype html><html lang="en"><title>Site</title><link rel="icon" href="data:,">
        <script type="module" src="${embedded.address}/client/unit-element.js"></script>
        <composed-unit src="${embedded.address}${unit('two')}" token="${learnerToken({ key, id: 'ada', unit: id })}"></composed-unit>`)
    }).listen(port, '127.0.0.1')
    try {
      await page.goto(`http://127.0.0.1:${port}/`)
      await page.locator('.xblock-acid[data-initialized=done]').nth(1).waitFor()
      expect(await linesIn(page.locator('.xblock-acid'))).toEqual([passed, passed])
    } finally {
      site.closeAllConnections()
      site.close()
      await embedded.close()
    }
  })

  it('passes every check in the workbench', async () => {
    const workbench = await Workbench.open({ plugins: [findPlugin(plugin, '/')] })
    const server = nodeServer(workbench.answer)
    const bench = await browser.newPage()
    try {
      const address = await listenFrom(server, 8740)
      await bench.goto(`${address}/?scenario=${encodeURIComponent('unit-compositor-acid/acid')}`)
      const blocks = bench.frameLocator('#frame').locator('.xblock-acid')
      await bench.frameLocator('#frame').locator('.xblock-acid[data-initialized=done]').nth(1).waitFor()
      expect(await linesIn(blocks)).toEqual([passed, passed])
    } finally {
      await bench.close()
      await server.close()
      await workbench.close()
    }
  })

  it('is accessible', async () => {
    await printed(unit('two'))
    expect(await axeFaultsOf(page)).toEqual([])
  })
})
