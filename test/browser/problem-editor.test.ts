import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { moveByHand } from './by-hand.js'
import { chromiumPath, openBrowser } from './chromium.js'
import { faultsOf } from './page-faults.js'
import { StartedHost } from './started-host.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const built = existsSync(join(root, 'dist/client/problem-editor.js'))
const place = (type: string, id: string) =>
  `/author/blocks/${encodeURIComponent(`block-v1:O+C+R+type@${type}+block@${id}`)}`

describe.skipIf(!chromiumPath || !built)('the editor of a problem, in a browser', { timeout: 60_000 }, () => {
  let folder: string
  let host: StartedHost
  let address: string
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'problem-editor-'))
    mkdirSync(join(folder, 'course'))
    writeFileSync(
      join(folder, 'course', 'course.xml'),
      `<course org="O" course="C" url_name="R" display_name="Course"><chapter url_name="ch"><sequential url_name="q"><vertical url_name="v">
<problem url_name="p" display_name="New"><!-- kept --></problem>
<html url_name="h" display_name="Words"><![CDATA[<p>First.</p>\n<div data-own='1'>Island</div>\n<p>Last.</p>]]></html>
</vertical></sequential></chapter></course>`,
    )
    const script = fileURLToPath(new URL('./author-host.mjs', import.meta.url))
    host = await StartedHost.start(script, folder, 'course')
    address = host.said
    browser = await openBrowser()
    page = await browser.newPage({ viewport: { width: 390, height: 800 } })
  }, 90_000)

  afterAll(async () => {
    await browser.close()
    await host.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const save = async () => {
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('status').getByText('Saved in the draft').waitFor()
  }

  it('makes a question of nothing, shows it and what is odd in it while it is written, tries answers, and saves', async () => {
    await page.goto(address + place('problem', 'p'))
    await page.getByRole('button', { name: 'One choice' }).press('Enter')
    await page.getByLabel('Question', { exact: true }).fill('What is 2 + 2?')
    for (const [number, text] of [
      [1, 'Four'],
      [2, 'Five'],
      [3, 'Six & more'],
    ] as const)
      await page.getByLabel(`Choice ${number}: Choice`).fill(text)
    const look = page.getByRole('region', { name: 'What learners see' })
    await look.getByText('Six & more').waitFor()
    await page.getByLabel('Choice 1: Right').uncheck()
    await page.getByRole('region', { name: 'What was found' }).getByText('No choice is right').waitFor()
    expect(await faultsOf(page)).toEqual([])
    await page.getByLabel('Choice 2: Right').check()
    await page.getByRole('button', { name: 'Move up: Choice 2' }).press('Enter')
    await expect.poll(() => page.getByLabel('Choice 1: Choice').inputValue()).toBe('Five')
    // By hand and by keys as by the buttons.
    const grip = (number: number) =>
      page
        .locator('.is-choices li')
        .nth(number - 1)
        .locator('.grip')
    await moveByHand(page, grip(3), page.locator('.is-choices li').nth(1), 0.1)
    await expect.poll(() => page.getByLabel('Choice 2: Choice').inputValue()).toBe('Six & more')
    await page.getByRole('button', { name: 'Move up: Choice 3' }).press('Alt+ArrowUp')
    await expect.poll(() => page.getByLabel('Choice 2: Choice').inputValue()).toBe('Four')
    await look.getByLabel('Four').check()
    await page.getByRole('button', { name: 'Try these answers' }).click()
    await page.getByText('These answers earn 0 of 1 point.').waitFor()
    await page.getByRole('button', { name: 'wrong', exact: true }).click()
    await page.getByRole('region', { name: 'Tests' }).getByText('Passed').nth(1).waitFor()
    await save()
    await page.getByRole('button', { name: 'XML' }).click()
    expect(await page.getByLabel('XML').inputValue()).toMatch(
      /<label>What is 2 \+ 2\?<\/label>[^]*<choice correct="true">Five<\/choice>\s*<choice correct="false">Four<\/choice>\s*<choice correct="false">Six &amp; more<\/choice>[^]*<!-- kept -->/,
    )
    expect(await faultsOf(page)).toEqual([])
  })

  it('says who else is here, and lets two who changed one text choose piece by piece', async () => {
    await page.goto(address + place('problem', 'p'))
    const other = await (await browser.newContext()).newPage()
    await other.goto(address + place('problem', 'p'))
    await other.getByLabel('Choice 1: Choice').fill('Theirs')
    await other.getByRole('button', { name: 'Save', exact: true }).click()
    await other.getByRole('status').getByText('Saved in the draft').waitFor()
    await page.getByLabel('Choice 1: Choice').fill('Mine')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const clash = page.getByRole('group', { name: 'Place 1' })
    expect(await clash.textContent()).toMatch(/Mine[^]*Theirs/)
    expect(await faultsOf(page)).toEqual([])
    await clash.getByLabel('Take theirs').check()
    await page.getByRole('button', { name: 'Take these and write on' }).click()
    await expect.poll(() => page.getByLabel('Choice 1: Choice').inputValue()).toBe('Theirs')
    await other.context().close()
  })

  it('lets the words of a text be written as they look, and keeps the rest to the letter', async () => {
    page.on('dialog', (dialog) => void dialog.accept())
    await page.goto(address + place('html', 'h'))
    await page.locator('.text-words').getByText('Last.').click()
    await page.keyboard.press('End')
    await page.keyboard.type(' And more & more.')
    expect(await faultsOf(page)).toEqual([])
    await save()
    await page.getByRole('button', { name: 'HTML' }).click()
    expect(await page.getByLabel('HTML', { exact: true }).inputValue()).toBe(
      `<p>First.</p>\n<div data-own='1'>Island</div>\n<p>Last. And more &amp; more.</p>`,
    )
  })
})
