import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, openBrowser } from '../browser/chromium.js'
import { axeFaultsOf } from '../browser/page-faults.js'
import { freePort, PluginHost } from '../browser/plugin-host.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const poll = join(root, 'examples/poll')
const built = existsSync(join(poll, 'dist/index.js')) && existsSync(join(root, 'dist/host/index.js'))
const key = 'what the magazine and the host of courses share'

const course = `<course org="O" course="C" url_name="R"><chapter url_name="ch"><sequential url_name="s">
  <vertical url_name="unit" display_name="Rivers of Europe">
    <html url_name="text"><![CDATA[<p>Rivers run to the sea. <a href="/jump_to_id/seas">Read of seas</a>.</p>]]></html>
    <problem url_name="mouth" display_name="Mouths"><multiplechoiceresponse>
      <label>Where does the Elbe end?</label>
      <choicegroup><choice correct="false">In the Baltic</choice><choice correct="true">In the North Sea</choice></choicegroup>
    </multiplechoiceresponse></problem>
    <straw_poll url_name="vote" question="Do you swim?" answers='[["Y", {"label": "Yes"}], ["N", {"label": "No"}]]'/>
  </vertical>
  <vertical url_name="seas" display_name="Seas"/></sequential></chapter></course>`

/** A magazine has a course's unit in an article of its own, made with React. */
describe.skipIf(!chromiumPath || !built)('a unit in a stranger’s page', () => {
  let host: PluginHost
  let magazine: ChildProcess
  let browser: Browser
  let page: Page
  let address = ''
  const problems: string[] = []

  beforeAll(async () => {
    const port = await freePort()
    host = await PluginHost.open(course, poll, { embedding: { origins: [`http://127.0.0.1:${port}`], key } })
    const unit = encodeURIComponent('block-v1:O+C+R+type@vertical+block@unit')
    magazine = spawn(process.execPath, [join(root, 'examples/embed-react/server.js')], {
      env: { ...process.env, PORT: String(port), EMBED_KEY: key, UNITS: `${host.address}/units/${unit}` },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    if (!magazine.stdout) throw new Error('The magazine has no stdout.')
    ;[address] = (await once(createInterface({ input: magazine.stdout }), 'line')) as [string]
    browser = await openBrowser()
    page = await browser.newPage()
    page.on('pageerror', ({ message }) => problems.push(message))
  }, 90_000)

  afterAll(async () => {
    await browser.close()
    magazine.kill('SIGTERM')
    await once(magazine, 'exit')
    await host.close()
  })

  it('is read, answered until it is right, and done, while the page says how it stands', async () => {
    const standing = page.locator('.standing')
    await page.goto(address)
    const unit = page.getByRole('region', { name: 'Rivers of Europe' })
    await unit.getByRole('group', { name: 'Where does the Elbe end?' }).waitFor()
    await unit.locator('[data-initialized=done]').nth(1).waitFor()

    await unit.getByLabel('In the Baltic').check()
    await unit.getByRole('button', { name: 'Submit' }).click()
    await expect.poll(() => standing.textContent()).toContain('0 of 1 points.')
    expect(await standing.textContent()).toMatch(/Your answer is kept\..*1 to go\./)

    await unit.getByLabel('In the North Sea').check()
    await unit.getByRole('button', { name: 'Submit' }).click()
    await expect.poll(() => standing.textContent()).toContain('1 of 1 points.')

    await unit.getByRole('link', { name: 'Read of seas' }).click()
    await expect.poll(() => standing.textContent()).toContain('That is for another day.')
    expect(page.url()).toBe(address)

    await unit.getByLabel('Yes').check()
    await unit.getByRole('button', { name: 'Vote' }).click()
    await expect.poll(() => standing.textContent()).toContain('All done.')
  })

  it('is accessible in the page, and has left nothing in the browser', async () => {
    expect(await axeFaultsOf(page)).toEqual([])
    expect([await page.context().cookies(), problems]).toEqual([[], []])
  })

  it('is as it was when its reader comes back, on a phone too', async () => {
    await page.setViewportSize({ width: 390, height: 800 })
    await page.reload()
    const unit = page.getByRole('region', { name: 'Rivers of Europe' })
    await unit.getByLabel('In the North Sea').waitFor()
    expect(await unit.getByLabel('In the North Sea').isChecked()).toBe(true)
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBe(0)
  })
})
