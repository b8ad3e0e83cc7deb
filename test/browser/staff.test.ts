import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, openBrowser } from './chromium.js'
import { axeFaultsOf } from './page-faults.js'
import { PluginHost } from './plugin-host.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const plugin = join(root, 'examples/poll')
const built = existsSync(join(plugin, 'dist/index.js')) && existsSync(join(root, 'dist/client/staff.js'))
const unit = encodeURIComponent('block-v1:O+C+R+type@vertical+block@v')

const course = `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s">
<vertical url_name="v" display_name="Sums"><problem url_name="p" display_name="A sum" max_attempts="3"><numericalresponse answer="5">
<label>Two and two?</label><formulaequationinput/></numericalresponse><demandhint><hint>It is even.</hint></demandhint></problem></vertical></sequential></chapter></course>`

describe.skipIf(!chromiumPath || !built)('submissions, in a browser', () => {
  let host: PluginHost
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    host = await PluginHost.open(course, plugin)
    browser = await openBrowser()
    page = await browser.newPage({ viewport: { width: 390, height: 800 } })
    page.setDefaultTimeout(8000)
  }, 60_000)

  afterAll(async () => {
    await browser.close()
    await host.close()
  })

  it('are made and answered without scripts', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const plain = await context.newPage()
    await plain.goto(`${host.address}/units/${unit}`)
    expect(await plain.getByRole('button', { name: 'Save' }).count()).toBe(1)
    await plain.getByLabel('Two and two?').fill('four')
    await plain.getByRole('button', { name: 'Submit' }).click()
    expect(await plain.locator('.notice').textContent()).toContain('four')
    expect(await plain.getByLabel('Two and two?').inputValue()).toBe('four')
    await plain.getByLabel('Two and two?').fill('4')
    await plain.getByRole('button', { name: 'Submit' }).click()
    expect(await plain.locator('.notice').textContent()).toBe('Incorrect (0 of 1).')
    expect(await plain.locator('.status.incorrect').count()).toBe(1)
    await plain.getByRole('button', { name: 'Hint' }).click()
    await plain.getByText('It is even.').waitFor()
    await context.close()
  })

  it('are found, rescored for everybody and deleted by keyboard, on pages without accessibility faults', async () => {
    const press = async (role: 'link' | 'button', name: string | RegExp) => {
      await page.getByRole(role, { name }).focus()
      await page.keyboard.press('Enter')
    }
    const title = (text: string) => page.getByRole('heading', { level: 1, name: text }).waitFor()
    await page.goto(`${host.address}/units/${unit}`)
    await page.getByLabel('Learner').selectOption('Staff')
    await press('button', 'Switch')
    await press('link', 'What learners submitted here')
    await title('Submissions in “Sums”')
    expect(await axeFaultsOf(page)).toEqual([])
    await press('link', 'A sum')
    await title('Submissions at “A sum”')
    expect(await axeFaultsOf(page)).toEqual([])
    await press('link', 'Rescore everybody…')
    await title('Rescore everybody at “A sum”?')
    expect(await axeFaultsOf(page)).toEqual([])
    await press('button', 'Rescore 1 learner')
    await title('Rescoring “A sum”')
    await page.getByText('1 learner rescored, 0 with another grade than before.').waitFor()
    expect(await axeFaultsOf(page)).toEqual([])
    await press('link', 'Back to the submissions')
    await press('link', 'Alice')
    await title('Alice at “A sum”')
    await page.getByText('Score: 0 of 1 points').waitFor()
    const answered = page.getByRole('listitem').filter({ hasText: 'Attempt 1' })
    expect(await answered.textContent()).toMatch(/0 of 1.*Two and two\?.*4.*Incorrect/s)
    expect(await axeFaultsOf(page)).toEqual([])
    await press('link', 'Delete the learner’s work…')
    await title('Delete what Alice did at “A sum”?')
    await page.getByText('1 submission with its answers').waitFor()
    expect(await axeFaultsOf(page)).toEqual([])
    await press('button', 'Delete for good')
    await page.getByText('The learner’s work here is deleted.').waitFor()
    expect(await page.getByRole('link', { name: 'Alice' }).count()).toBe(0)
    expect(
      await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth'),
    ).toBeLessThanOrEqual(0)
  })
})
