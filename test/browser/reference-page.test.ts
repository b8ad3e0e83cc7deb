import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { libraryWith } from '../content/migrate/made-store.js'
import { moveByHand } from './by-hand.js'
import { chromiumPath, openBrowser } from './chromium.js'
import { faultsOf } from './page-faults.js'
import { StartedHost } from './started-host.js'

const built = existsSync(fileURLToPath(new URL('../../dist/client/page.js', import.meta.url)))
const script = fileURLToPath(new URL('./author-host.mjs', import.meta.url))
const unit = 'block-v1:O+C+R+type@vertical+block@u'
const problem = (id: string) =>
  `<problem display_name="Question ${id}"><numericalresponse answer="1"><label>What is ${id}?</label><formulaequationinput/></numericalresponse></problem>`
const reference = (id: string) =>
  `<library_content_v2 url_name="${id}" display_name="Two questions" source_libraries='["lib:O:L"]' library_blocks='["lb:O:L:problem:a","lb:O:L:problem:b"]'/>`
const library = libraryWith(Object.fromEntries(['a', 'b', 'c'].map((id) => [`problem/${id}`, problem(id)])))
const course = {
  'course.xml': `<course org="O" course="C" url_name="R" display_name="Numbers"><chapter url_name="c"><sequential url_name="s"><vertical url_name="u" display_name="First unit">${reference('phone')}${reference('desktop')}</vertical></sequential></chapter></course>`,
}

describe.skipIf(!chromiumPath || !built)('the page on which a reference is made, in a browser', () => {
  let folder: string
  let host: StartedHost
  let browser: Browser
  let address: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'reference-page-'))
    for (const [name, files] of Object.entries({ library, course }))
      for (const [path, text] of Object.entries(files)) {
        const file = join(folder, name, path)
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, text)
      }
    host = await StartedHost.start(script, folder, 'library', 'course')
    address = host.said
    browser = await openBrowser()
  }, 60_000)

  afterAll(async () => {
    await browser.close()
    await host.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const order = (page: Page) => page.locator('.reference-pool .title').allTextContents()

  it('leads from a unit to blocks in order and on to a draw, with the keyboard alone and without scripts', async () => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 390, height: 800 },
    })
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    const press = (name: string) => page.getByRole('button', { name, exact: true }).press('Enter')
    await page.goto(`${address}/author/blocks/${encodeURIComponent(unit)}`)
    await press('+ Add blocks of a library')
    expect(await page.getByText('No library is chosen.').count()).toBe(1)
    await press('Choose')
    expect(await page.getByText('No blocks are chosen. Choose blocks').count()).toBe(1)
    await page.getByRole('checkbox', { name: 'Tick “Question a”' }).press('Space')
    await page.getByRole('checkbox', { name: 'Tick “Question c”' }).press('Space')
    await press('Add those that are ticked')
    await press('Move down “Question a”')
    expect(await order(page)).toEqual(['Question c', 'Question a'])
    await page.getByRole('radio', { name: 'Some, drawn for each learner' }).press('Space')
    await page.getByLabel('How many are drawn').fill('5')
    await page.getByRole('button', { name: 'Save' }).press('Enter')
    expect(await page.getByText('Learners are to get 5 blocks, and there are 2.').count()).toBe(1)
    await context.close()
  }, 60_000)

  it.each([
    ['phone', 390, 'finger'],
    ['desktop', 1280, 'mouse'],
  ] as const)(
    'is for everybody on a %s, shows what two learners get, and takes blocks that are dragged',
    async (name, width, hand) => {
      const usage = `block-v1:O+C+R+type@library_content_v2+block@${name}`
      const context = await browser.newContext({
        bypassCSP: true,
        viewport: { width, height: 800 },
        hasTouch: true,
      })
      const page = await context.newPage()
      page.setDefaultTimeout(15_000)
      await page.goto(
        `${address}/author/blocks/${encodeURIComponent(usage)}/reference?words=question&show=lb:O:L:problem:c`,
      )
      for (const frame of ['What Ada gets', 'What Ben gets'])
        await page.frameLocator(`iframe[title="${frame}"]`).getByText('What is a?').first().waitFor()
      expect(await faultsOf(page)).toEqual([])
      const lines = page.locator('.reference-pool li')
      await moveByHand(page, lines.nth(1).locator('.grip'), lines.first(), 0.1, hand)
      await page.getByText('Saved in the draft').waitFor()
      expect(await order(page)).toEqual(['Question b', 'Question a'])
      await context.close()
    },
    60_000,
  )
})
