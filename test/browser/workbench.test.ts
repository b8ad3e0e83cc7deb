import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listenFrom, nodeServer } from '../../host/index.js'
import { eventFiles, linesOf } from '../../cli/event-files.js'
import { UnitsThen } from '../../workbench/learner-log/units-then.js'
import { Workbench } from '../../workbench/workbench.js'
import { libraryWith } from '../content/migrate/made-store.js'
import { MadeSite } from '../host/made-site.js'
import { chromiumPath, openBrowser } from './chromium.js'
import { axeFaultsOf } from './page-faults.js'

const root = new URL('../../', import.meta.url)
const built =
  existsSync(new URL('dist/client/workbench.js', root)) &&
  existsSync(new URL('dist/workbench/stage-worker.js', root))
const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`

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
    browser = await openBrowser()
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

  /** Of the page in the frame. */
  const width = () => frame.locator('body').evaluate((body) => body.ownerDocument.defaultView?.innerWidth)

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

  it('tells of fields, handlers and events, and shows the block on a tablet', async () => {
    await open('Docs')
    const docs = page.getByRole('tabpanel', { name: 'Docs' })
    await docs.getByText('max_attempts', { exact: true }).first().waitFor()
    const text = await docs.innerText()
    expect(text).toMatch(/problem_check\s+POST/)
    expect(text).toMatch(/Events\s[^]*problem_check/)
    await page.getByRole('radio', { name: 'Tablet' }).focus()
    await page.keyboard.press('Space')
    await expect.poll(width).toBe(820)
    await page.getByRole('radio', { name: 'Desktop' }).focus()
    await page.keyboard.press('Space')
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
    expect(await isShown('Edit Tides')).toBe(true)
  })

  it.each(['Fields', 'Steps', 'Accessibility'])(
    'has no accessibility fault itself, with its panel %s',
    async (panel) => {
      await open(panel)
      expect(await axeFaultsOf(page, { context: { exclude: [['#frame']] } })).toEqual([])
    },
  )

  describe('with a learner’s log', () => {
    let site: MadeSite
    let logged: Workbench
    let logServer: ReturnType<typeof nodeServer>
    let units: UnitsThen
    let address = ''

    beforeAll(async () => {
      site = await MadeSite.open()
      const problem = (id: string) =>
        `<problem url_name="${id}" display_name="Sum ${id}" max_attempts="3"><numericalresponse answer="1"><label>One?</label><formulaequationinput/></numericalresponse></problem>`
      const library = libraryWith({ 'problem/a': problem('a'), 'problem/b': problem('b') })
      const { version } = await site.publish(library)
      await site.publish({
        'course.xml': `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s"><vertical url_name="u">${problem('p')}<randomized url_name="bank" count="1" source_libraries='["lib:O:L:${version}"]'/></vertical></sequential></chapter></course>`,
      })
      const [unit, usage] = [key('vertical', 'u'), key('problem', 'p')]
      const shown = await (await site.get(`/units/${encodeURIComponent(unit)}`)).text()
      const [, input = ''] = /name="(input_[^"]+)"/.exec(shown.slice(shown.indexOf(usage))) ?? []
      for (const answer of ['2', '1']) {
        site.now += 60_000
        await site.post(`/blocks/${encodeURIComponent(usage)}/handlers/problem_check`, { [input]: answer })
      }
      await site.post(`/staff/blocks/${encodeURIComponent(usage)}/delete-state`, { learner: 'ada' }, 'staff')
      await site.host.close()
      const store = join(site.folder, 'store')
      units = await UnitsThen.open(store, 'ada')
      const log = await units.log(linesOf(eventFiles(store)))
      logged = await Workbench.open({ plugins: [] }, { log, units })
      logServer = nodeServer(logged.answer)
      address = await listenFrom(logServer, 8750)
    }, 60_000)

    afterAll(async () => {
      await logServer.close()
      await logged.close()
      await units[Symbol.asyncDispose]()
      await site.close().catch(() => undefined)
    })

    const words = () => page.locator('main').innerText()

    it('goes forth and back through it by keyboard, with event, fields, score and draw of each step', async () => {
      await page.goto(`${address}/learner`)
      expect(await page.title()).toBe('Log of ada: before the first step')
      await page.getByRole('link', { name: 'On', exact: true }).focus()
      await page.keyboard.press('Enter')
      await page.waitForURL(/at=1/)
      expect(await page.title()).toContain('step 1 of 4, edx.itembankblock.content.assigned')
      expect(await words()).toMatch(/Draw\s+cb::[^]*lb:O:L:problem:[ab], version/)
      await page.keyboard.press('ArrowRight')
      await page.waitForURL(/at=2/)
      expect(await words()).toMatch(
        /problem_check[^]*Score: 0 of 1 \(before: none\)[^]*attempts userState\s+nothing\s+1/,
      )
      const then = page.frameLocator('iframe')
      await then.getByText('You have used 1 of 3 attempts').waitFor()
      await page.keyboard.press('ArrowRight')
      await page.waitForURL(/at=3/)
      expect(await words()).toMatch(/Score: 1 of 1 \(before: 0 of 1\)[^]*attempts userState\s+1\s+2/)
      await page.getByRole('link', { name: 'End' }).press('Enter')
      await page.waitForURL(/at=4/)
      expect(await words()).toMatch(
        /state_deleted[^]*was deleted[^]*Score: none \(before: 1 of 1\)[^]*Nothing is stored of it/,
      )
      await page.keyboard.press('ArrowLeft')
      await page.waitForURL(/at=3/)
      expect(await words()).toContain('Score: 1 of 1')
    })

    it('goes through the steps of one block, and is read by screen readers and on phones', async () => {
      await page.goto(`${address}/learner?at=3`)
      await page.getByLabel('Steps of').selectOption({ label: 'Sum p · p' })
      await page.getByRole('button', { name: 'Show' }).press('Enter')
      await page.waitForURL(/block=/)
      expect(await page.title()).toContain('step 2 of 3')
      expect(await page.locator('[aria-current=step]').innerText()).toContain('problem_check at Sum p')
      expect(await axeFaultsOf(page, { context: { exclude: [['iframe']] } })).toEqual([])
      const wide = page.viewportSize()
      await page.setViewportSize({ width: 390, height: 800 })
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
      if (wide) await page.setViewportSize(wide)
    })
  })

  it('raised no error in the page', () => {
    expect(errors).toEqual([])
  })
})
