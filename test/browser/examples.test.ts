import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, openBrowser } from './chromium.js'
import { faultsOf } from './page-faults.js'
import { PluginHost } from './plugin-host.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const plugins = ['poll', 'word_cloud', 'done'].map((name) => join(root, 'examples', name))
const built =
  plugins.every((plugin) => existsSync(join(plugin, 'dist/index.js'))) &&
  existsSync(join(root, 'dist/host/index.js'))
const unit = `/units/${encodeURIComponent('block-v1:O+C+R+type@vertical+block@unit')}`
const course = `<course org="O" course="C" url_name="R"><chapter url_name="ch"><sequential url_name="s">
  <vertical url_name="unit" display_name="Break">
    <straw_poll url_name="drinks" question="What do you drink?" answers='[["T", {"label": "Tea"}], ["C", {"label": "Coffee"}]]'/>
    <straw_poll url_name="food" question="What do you eat?" answers='[["S", {"label": "Soup"}], ["B", {"label": "Bread"}]]'/>
    <word_wall url_name="sky" num_inputs="2" instructions="What is the sky like?"/>
    <tick_off url_name="read"/>
  </vertical></sequential></chapter></course>`

describe.skipIf(!chromiumPath || !built)('the example plugins in a browser, on the built package', () => {
  let host: PluginHost
  let browser: Browser
  let page: Page
  const errors: string[] = []

  beforeAll(async () => {
    host = await PluginHost.open(course, plugins[0] ?? '', { plugins })
    browser = await openBrowser()
    page = await browser.newPage()
    page.on('pageerror', (error) => errors.push(error.message))
    await open()
  }, 60_000)
  afterAll(async () => {
    await browser.close()
    await host.close()
  })

  const open = async () => {
    await page.goto(host.address + unit)
    await page.locator('[data-initialized=done]').nth(3).waitFor()
  }
  const drinks = () => page.locator('.xblock-straw_poll').filter({ hasText: 'What do you drink?' })
  const food = () => page.locator('.xblock-straw_poll').filter({ hasText: 'What do you eat?' })
  const said = (text: string) => page.getByRole('status').filter({ hasText: text }).waitFor()

  it('a poll takes a vote by keyboard, says so, keeps the focus and shows what all voted', async () => {
    await drinks().getByLabel('Coffee').focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await said('Your vote was counted.')
    expect(await drinks().locator('output').allTextContents()).toEqual(['0', '1'])
    expect(
      await drinks()
        .locator('form')
        .evaluate((form) => form.matches(':focus')),
    ).toBe(true)
    expect(await drinks().getByRole('button', { name: 'Vote' }).count()).toBe(0)
    expect(await food().locator('output').count()).toBe(0)
  })

  it('a poll without a choice says what is wrong, and can be voted on then', async () => {
    await food().getByRole('button', { name: 'Vote' }).click()
    await food().getByText('There is no such answer.').waitFor()
    await food().getByLabel('Soup').check()
    await food().getByRole('button', { name: 'Vote' }).click()
    await food().locator('output').first().waitFor()
    expect(await food().locator('output').allTextContents()).toEqual(['1', '0'])
  })

  it('a word cloud takes words, refuses none, and shows the words of all', async () => {
    const cloud = page.locator('.xblock-word_wall')
    await cloud.getByRole('button', { name: 'Save' }).click()
    await cloud.getByText('Write at least one word.').waitFor()
    await cloud.getByLabel('Word 1').fill('Blue')
    await cloud.getByLabel('Word 2').fill('<b>wide</b>')
    await cloud.getByLabel('Word 2').press('Enter')
    await said('Your words were added.')
    expect((await cloud.getByRole('listitem').allTextContents()).sort()).toEqual([
      '<b>wide</b> (yours) 50 %',
      'blue (yours) 50 %',
    ])
  })

  it('the button of done is pressed and released', async () => {
    const button = page.getByRole('button', { name: 'Mark as complete' })
    const isPressed = () => button.getAttribute('aria-pressed')
    await button.press('Enter')
    await expect.poll(isPressed).toBe('true')
    await open()
    expect(await isPressed()).toBe('true')
    await button.click()
    await expect.poll(isPressed).toBe('false')
  })

  it('keep all of it over a reload', async () => {
    await open()
    expect(await drinks().locator('output').allTextContents()).toEqual(['0', '1'])
    expect(await page.locator('.xblock-word_wall').getByRole('listitem').count()).toBe(2)
  })

  it('say what the learner reads when the host cannot be reached', async () => {
    await page.route('**/handlers/toggle_button', (route) => route.abort())
    await page.getByRole('button', { name: 'Mark as complete' }).click()
    await page.locator('[role=status]').filter({ hasText: /\S/ }).waitFor()
    await page.unroute('**/handlers/toggle_button')
    expect(await page.getByRole('button', { name: 'Mark as complete', pressed: false }).count()).toBe(1)
  })

  it.each([390, 1200])('are accessible and fit a page of %i pixels', async (width) => {
    await page.setViewportSize({ width, height: 800 })
    expect(await faultsOf(page)).toEqual([])
  })

  it('raised no error in the page', () => {
    expect(errors).toEqual([])
  })
})
