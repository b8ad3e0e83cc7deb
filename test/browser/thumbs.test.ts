import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, openBrowser } from './chromium.js'
import { axeFaultsOf } from './page-faults.js'
import { PluginHost } from './plugin-host.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const plugin = join(root, 'examples/thumbs')
const built = existsSync(join(plugin, 'dist/index.js')) && existsSync(join(root, 'dist/host/index.js'))
const scenario = readFileSync(join(plugin, 'scenarios/thumbs.xml'), 'utf8')
const unit = `/units/${encodeURIComponent('block-v1:O+C+R+type@vertical+block@unit')}`
const course = `<course org="O" course="C" url_name="R"><chapter url_name="ch"><sequential url_name="s">
  <vertical url_name="unit" display_name="Sea">${scenario}</vertical></sequential></chapter></course>`

describe.skipIf(!chromiumPath || !built)('thumbs in a browser, on the built package', () => {
  let host: PluginHost
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    host = await PluginHost.open(course, plugin)
    browser = await openBrowser()
    page = await browser.newPage()
    await page.goto(host.address + unit)
    await page.locator('.xblock-thumbs[data-initialized=done]').nth(1).waitFor()
  }, 60_000)
  afterAll(async () => {
    await browser.close()
    await host.close()
  })

  const thumb = (group: string, name: string, pressed: boolean) =>
    page.getByRole('group', { name: `Rate: ${group}` }).getByRole('button', { name, pressed })

  it('are toggle buttons for mouse and keyboard, which keep their state over a reload', async () => {
    await thumb('Tides', 'Thumbs up 0', false).click()
    await thumb('Tides', 'Thumbs up 1', true).waitFor()
    await thumb('Tides', 'Thumbs down 0', false).press('Enter')
    await thumb('Tides', 'Thumbs down 1', true).waitFor()
    expect(await thumb('Tides', 'Thumbs up 0', false).count()).toBe(1)
    expect(await thumb('Sea', 'Thumbs down 0', false).count()).toBe(1)
    await page.reload()
    await page.locator('.xblock-thumbs[data-initialized=done]').nth(1).waitFor()
    await thumb('Tides', 'Thumbs down 1', true).press('Space')
    await thumb('Tides', 'Thumbs down 0', false).waitFor()
  })

  it('speak the language of the browser, also in what is read out', async () => {
    const spanish = await browser.newContext({ locale: 'es-MX' })
    const seen = await spanish.newPage()
    await seen.goto(host.address + unit)
    await seen.locator('.xblock-thumbs[data-initialized=done]').nth(1).waitFor()
    const group = seen.getByRole('group', { name: 'Valorar: Sea' })
    await group.getByRole('button', { name: 'No me gusta' }).click()
    await seen.getByRole('status').filter({ hasText: 'Tu voto cuenta.' }).waitFor()
    await group.getByRole('button', { name: 'No me gusta', pressed: true }).click()
    const status = seen.getByRole('status')
    await status.filter({ hasText: 'Tu voto se ha retirado.' }).waitFor()
    expect(await status.textContent()).toBe('Tu voto se ha retirado.')
    await spanish.close()
  })

  it('are accessible', async () => {
    expect(await axeFaultsOf(page)).toEqual([])
  })
})
