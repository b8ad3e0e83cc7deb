import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nodeServer } from '../../host/index.js'
import { MadeSite } from '../host/made-site.js'
import { chromiumPath } from './chromium.js'

const built = existsSync(fileURLToPath(new URL('../../dist/client/page.js', import.meta.url)))
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const library = '/author/libraries/lib%3AOrg%3ASums'

describe.skipIf(!chromiumPath || !built)('pages of libraries, in a browser', () => {
  let site: MadeSite
  let browser: Browser
  let address: string
  let close: () => Promise<void>

  beforeAll(async () => {
    site = await MadeSite.open({ author: () => true, learner: () => ({ id: 'ann', name: 'Ann' }) })
    const server = nodeServer(site.host.answer)
    address = await server.listen({ host: '127.0.0.1', port: 0 })
    close = () => server.close()
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] })
  }, 60_000)

  afterAll(async () => {
    await browser.close()
    await close()
    await site.close()
  })

  /** What stands in the way of anybody on a page, as axe finds it, or a page that is wider than its window. */
  const faults = async (page: Page) => {
    await page.evaluate(axe)
    const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
      'axe.run()',
    )
    const isWide = await page.evaluate<boolean>(
      'document.documentElement.scrollWidth > document.documentElement.clientWidth',
    )
    return [...violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), ...(isWide ? ['wide'] : [])]
  }

  it('make, fill, show and publish one with the keyboard alone, without scripts', async () => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 390, height: 800 },
    })
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    await page.goto(`${address}/author/libraries`)
    for (const [label, text] of [
      ['Title', 'Sums'],
      ['Organisation', 'Org'],
      ['Short name', 'Sums'],
    ] as const) {
      await page.getByLabel(label, { exact: true }).focus()
      await page.keyboard.type(text)
    }
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Sums' }).waitFor()
    await page.getByText('Add a block').press('Enter')
    await page.getByText('Paste OLX').press('Enter')
    await page
      .getByLabel('OLX of one block')
      .fill(
        '<problem display_name="Two and two"><numericalresponse answer="4"><label>2 + 2?</label><formulaequationinput/></numericalresponse></problem>',
      )
    await page.getByRole('button', { name: 'Add' }).press('Enter')
    expect(await page.getByRole('status').textContent()).toContain('Added to the draft')
    await page.goto(`${address}${library}`)
    await page.getByRole('link', { name: 'Preview “Two and two”' }).press('Enter')
    const frame = page.frameLocator('iframe')
    await frame.getByText('2 + 2?').waitFor()
    await page.getByRole('link', { name: 'See the changes and publish' }).press('Enter')
    await page.getByRole('button', { name: 'Publish everything' }).press('Enter')
    expect(await page.getByRole('alert').textContent()).toContain('Give this version a name')
    await page.getByLabel('Name').fill('First')
    await page.getByRole('button', { name: 'Publish everything' }).press('Enter')
    expect(await page.getByRole('status').textContent()).toContain('Published')
    await context.close()
  }, 90_000)

  it.each([
    ['phone', 390],
    ['desktop', 1280],
  ])(
    'are for everybody, on a %s',
    async (_name, width) => {
      const context = await browser.newContext({ bypassCSP: true, viewport: { width, height: 800 } })
      const page = await context.newPage()
      page.setDefaultTimeout(15_000)
      await page.goto(`${address}${library}`)
      await page.getByRole('link', { name: /^Preview “Two and two/ }).click()
      await page.frameLocator('iframe').getByText('2 + 2?').waitFor()
      const found: Record<string, string[]> = { library: await faults(page) }
      await page.getByRole('link', { name: /^Two and two/ }).click()
      await page.getByRole('textbox', { name: 'Display name' }).first().fill(`Two and two, ${width}`)
      found['block'] = await faults(page)
      await page.getByRole('button', { name: 'Save', exact: true }).first().click()
      await page.getByRole('link', { name: 'History', exact: true }).click()
      found['history'] = await faults(page)
      for (const path of ['/author/libraries', `${library}/publish`]) {
        await page.goto(`${address}${path}`)
        found[path] = await faults(page)
      }
      expect(Object.entries(found).filter(([, all]) => all.length > 0)).toEqual([])
      await context.close()
    },
    90_000,
  )

  it('are walked with the keyboard alone, without scripts: a unit filled and put in order, settings of many, an import', async () => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 390, height: 800 },
    })
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    const press = (name: RegExp | string) =>
      page.getByRole('button', { name, exact: true }).first().press('Enter')
    await page.goto(`${address}${library}`)
    await page.getByText('Add a block').press('Enter')
    await page.getByLabel('Type').first().selectOption('unit')
    await press('Add')
    await page.getByRole('link', { name: /Choose blocks/ }).press('Enter')
    for (const box of await page.getByRole('checkbox', { name: /^Tick/ }).all()) {
      const name = await box.getAttribute('aria-label')
      if (name?.includes('Two and two') === true) await box.press('Space')
    }
    await page.getByText('With the blocks that are ticked').press('Enter')
    await press('Change their settings')
    await page.getByLabel('Maximum attempts', { exact: true }).fill('4')
    await press('Show what would change')
    await press(/^Change \d/)
    expect(await page.getByRole('status').textContent()).toContain('changed in the draft')
    await press('Undo')
    expect(await page.getByRole('status').textContent()).toContain('Taken back')
    await page.getByText('With the blocks that are ticked').press('Enter')
    await page.getByRole('radio', { name: /^All/ }).press('Space')
    await page
      .getByRole('checkbox', { name: /^Tick “Unit/ })
      .first()
      .waitFor()
    await site.host.libraries.operate('lib:Org:Sums', [
      { do: 'add', parent: 'lib:Org:Sums', olx: '<problem url_name="z" display_name="Zero"/>' },
    ])
    const { children = [] } =
      (await (await site.host.content.view('lib:Org:Sums', 'draft')).block('lib:Org:Sums')) ?? {}
    const unit = children.find((key) => key.includes(':unit:')) ?? ''
    const problems = children.filter((key) => key.includes(':problem:'))
    await site.host.libraries.operate(
      'lib:Org:Sums',
      problems.map((usage) => ({ do: 'place' as const, usage, parent: unit, index: 99 })),
    )
    await page.goto(`${address}/author/blocks/${encodeURIComponent(unit)}`)
    await press(/Move down/)
    expect(await page.getByRole('status').textContent()).toContain('Moved')
    expect(await page.locator(':focus').getAttribute('name')).toMatch(/up|down/)
    await page.goto(`${address}/author/imports`)
    const archive = await fetch(`${address}/api/v1/contexts/lib%3AOrg%3ASums/export?format=zip`)
    const buffer = Buffer.from(await archive.arrayBuffer())
    await page.getByLabel('Archive').setInputFiles({ name: 'sums.zip', mimeType: 'application/zip', buffer })
    await page.getByText('More choices').click()
    await page.getByLabel('Take a library in under another key').fill('lib:Org:Copy')
    await press('Import')
    // The page asks for itself again until the work is done.
    await page.getByRole('link', { name: 'Keep as a draft' }).waitFor({ timeout: 30_000 })
    await context.close()
  }, 90_000)

  it('are all for everybody, in the dark on a phone', async () => {
    const context = await browser.newContext({
      bypassCSP: true,
      colorScheme: 'dark',
      viewport: { width: 390, height: 800 },
    })
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    const { children = [] } =
      (await (await site.host.content.view('lib:Org:Sums', 'draft')).block('lib:Org:Sums')) ?? {}
    const unit = children.find((key) => key.includes(':unit:')) ?? ''
    await site.host.catalogue.collections.change('lib:Org:Sums', [{ do: 'set', key: 'one', title: 'One' }])
    const own = `/author/blocks/${encodeURIComponent('lb:Org:Sums:problem:z')}`
    await site.host.libraries.operate('lib:Org:Sums', [
      { do: 'put-file', usage: 'lb:Org:Sums:problem:z', name: 'a.txt', bytes: Buffer.from('a') },
    ])
    const parts = ['collections', 'files', 'set', 'history', 'access', 'settings']
    const paths = [
      ...parts.map((part) => `${library}/${part}`),
      `/author/blocks/${encodeURIComponent(unit)}`,
      own,
      `${own}/files`,
      '/author/imports',
    ]
    const found: Record<string, string[]> = {}
    for (const path of paths) {
      await page.goto(`${address}${path}`)
      await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
      found[path] = await faults(page)
    }
    await page.goto(`${address}${library}/set`)
    await page.getByLabel('Maximum attempts', { exact: true }).fill('9')
    await page.getByRole('button', { name: 'Show what would change' }).click()
    found['plan'] = await faults(page)
    await site.host.libraries.setAll('lib:Org:Sums', { settings: { max_attempts: 8 } })
    await page.getByRole('button', { name: /^Change \d/ }).click()
    await page.getByRole('alert').waitFor()
    found['clash'] = await faults(page)
    expect(Object.entries(found).filter(([, all]) => all.length > 0)).toEqual([])
    await context.close()
  }, 90_000)
})
