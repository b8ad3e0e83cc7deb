import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium, type Browser, type FrameLocator, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listenFrom, nodeServer } from '../../host/index.js'
import { Workbench } from '../../workbench/workbench.js'
import { chromiumPath } from './chromium.js'

const root = new URL('../../', import.meta.url)
const built =
  existsSync(new URL('dist/client/workbench.js', root)) &&
  existsSync(new URL('dist/workbench/stage-worker.js', root))
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

describe.skipIf(!chromiumPath || !built)('a workbench in a browser', () => {
  let workbench: Workbench
  let server: ReturnType<typeof nodeServer>
  let browser: Browser
  let page: Page
  let frame: FrameLocator
  const errors: string[] = []

  beforeAll(async () => {
    workbench = await Workbench.open({ plugins: [] })
    server = nodeServer(workbench.answer)
    const address = await listenFrom(server, 8700)
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] })
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } })
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(`${address}/?scenario=${encodeURIComponent('unit-compositor/blocks/problem')}`)
    frame = page.frameLocator('#frame')
  }, 60_000)

  afterAll(async () => {
    await browser.close()
    await server.close()
    await workbench.close()
  })

  const isShown = async (text: string | RegExp, where: Page | FrameLocator = frame) => {
    const found = where.getByText(text)
    await found.waitFor()
    return found.isVisible()
  }

  /** The tab is chosen as people without a mouse do. */
  const open = async (panel: string) => {
    await page.getByRole('tab', { selected: true }).focus()
    while ((await page.getByRole('tab', { name: panel, selected: true }).count()) === 0) {
      await page.keyboard.press('ArrowRight')
    }
  }

  it('shows calls as they happen, with what they changed', async () => {
    await frame.getByRole('radio', { name: 'Two' }).check()
    await frame.getByRole('button', { name: 'Submit' }).click()
    await open('Steps')
    await page.getByRole('button', { name: /^call .* 200 Ada/ }).waitFor()
    await open('Fields')
    await expect.poll(() => page.getByLabel('attempts', { exact: true }).inputValue()).toBe('1')
  })

  it('switches the learner by keyboard, who has their own state', async () => {
    await page.getByRole('radio', { name: 'Ada' }).focus()
    await page.keyboard.press('ArrowRight')
    expect(await page.getByRole('radio', { name: 'Bob' }).isChecked()).toBe(true)
    expect(await isShown('You have used 0 of 3 attempts')).toBe(true)
    await page.keyboard.press('ArrowLeft')
    expect(await isShown('You have used 1 of 3 attempts')).toBe(true)
  })

  it('shows the block at the width of a phone', async () => {
    await page.getByRole('radio', { name: 'Phone' }).focus()
    await page.keyboard.press('Space')
    const width = () => frame.locator('body').evaluate((body) => body.ownerDocument.defaultView?.innerWidth)
    await expect.poll(width).toBe(390)
    await page.getByRole('radio', { name: 'Desktop' }).focus()
    await page.keyboard.press('Space')
    await expect.poll(width).toBe(1200)
  })

  it('shows a changed field at once, and refuses a wrong one beside it', async () => {
    const field = page.getByLabel('max_attempts', { exact: false }).first()
    await field.fill('many')
    await field.press('Enter')
    expect(await isShown(/Expected .*Integer.*many/, page)).toBe(true)
    await field.fill('9')
    await field.press('Enter')
    expect(await isShown('You have used 1 of 9 attempts')).toBe(true)
  })

  it('steps back to the state after a step, and forth', async () => {
    await open('Steps')
    await page
      .getByRole('button', { name: /^call .* 200 Ada/ })
      .last()
      .click()
    expect(await isShown('You have used 1 of 3 attempts')).toBe(true)
    await page.getByRole('button', { name: 'Now' }).click()
    expect(await isShown('You have used 1 of 9 attempts')).toBe(true)
  })

  it('checks the accessibility of the block', async () => {
    await open('Accessibility')
    expect(await isShown(/^axe-core found nothing wrong/, page)).toBe(true)
  })

  it('edits a block in the form made of its fields', async () => {
    await page.getByRole('radio', { name: 'Author' }).focus()
    await page.keyboard.press('Space')
    const name = frame.getByLabel('Display name', { exact: true })
    await name.fill('Tides')
    await name.press('Enter')
    expect(await isShown('Edit “Tides” (problem)')).toBe(true)
  })

  it.each(['Fields', 'Steps', 'Accessibility'])(
    'has no accessibility fault itself, with its panel %s',
    async (panel) => {
      await open(panel)
      await page.evaluate(axe)
      const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
        'axe.run({ exclude: [["#frame"]] })',
      )
      expect(
        violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
        ),
      ).toEqual([])
    },
  )

  it('raised no error in the page', () => {
    expect(errors).toEqual([])
  })
})
