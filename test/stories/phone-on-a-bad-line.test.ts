import type { CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faultsOf } from '../browser/page-faults.js'
import { statisticsCourse, unitPath } from './statistics-course.js'
import { canWalk, Story } from './story.js'

const off = { offline: true, latency: 0, downloadThroughput: -1, uploadThroughput: -1 }
/** A poor mobile line: 400 ms to and fro, 50 kB a second. */
const slow = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 20_000 }

describe.skipIf(!canWalk)('a phone on a bad line', () => {
  let story: Story
  let page: Page
  let line: CDPSession
  beforeAll(async () => {
    story = await Story.open()
    await story.site.publish(statisticsCourse(['2026-06-04T14:00:00Z', '2026-06-12T14:00:00Z']))
    page = await story.window('ada', { viewport: { width: 390, height: 800 } })
    line = await page.context().newCDPSession(page)
    await line.send('Network.enable')
  }, 60_000)
  afterAll(() => story[Symbol.asyncDispose]())

  const question = () => page.getByRole('textbox', { name: /median of 3, 9 and 4/ })

  it('shows a unit within a few seconds on a line of 50 kB a second', async () => {
    await line.send('Network.emulateNetworkConditions', slow)
    const began = Date.now()
    await page.goto(unitPath('median'), { waitUntil: 'domcontentloaded' })
    await question().waitFor()
    expect(Date.now() - began).toBeLessThan(8000)
    await page.locator('.xblock-problem[data-initialized=done]').waitFor()
  })

  it('says that an answer was not sent, keeps it, and takes it once the line is back', async () => {
    await line.send('Network.emulateNetworkConditions', off)
    await question().fill('4')
    await page.getByRole('button', { name: 'Submit' }).click()
    // The answer stands, and the page says that it was not taken; nothing claims that it was right.
    const message = page.locator('.problem-message')
    await expect.poll(async () => (await message.innerText()).trim().length).toBeGreaterThan(10)
    expect(await question().inputValue()).toBe('4')
    expect(await page.getByText('Correct', { exact: true }).count()).toBe(0)
    // What is read and where one may go is there still.
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('The one in the middle')

    await line.send('Network.emulateNetworkConditions', { ...off, offline: false })
    await page.getByRole('button', { name: 'Submit' }).click()
    await page.getByText('Score: 1 of 1').waitFor()
    // The row of units says that this one is done, and keeps within the page.
    await page.locator('.sequence .is-done').waitFor()
    expect(await faultsOf(page)).toEqual([])
    await page.reload()
    expect(await question().inputValue()).toBe('4')
  })
})
