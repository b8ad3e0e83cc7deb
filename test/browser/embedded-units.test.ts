import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, openBrowser } from './chromium.js'
import { faultsOf } from './page-faults.js'
import { freePort, PluginHost } from './plugin-host.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const plugin = join(root, 'examples/poll')
const built = existsSync(join(plugin, 'dist/index.js')) && existsSync(join(root, 'dist/host/index.js'))
const key = 'a key that both the hosts and the page know'
const unit = `units/${encodeURIComponent('block-v1:O+C+R+type@vertical+block@unit')}`

const film = `<video url_name="film" display_name="Film"><source src="/static/film.webm"/>
  <transcript language="en" src="film.srt"/></video>`

/** A transcript of one line. */
const said = '1\n00:00:00,000 --> 00:00:09,000\nWater flows.\n'

/** Two hosts have a course of one name, with blocks of the same names: only what they say differs. */
const course = (
  question: string,
  right: string,
  film = '',
) => `<course org="O" course="C" url_name="R"><chapter url_name="ch">
  <sequential url_name="s"><vertical url_name="unit" display_name="Unit about ${question}">
    <html url_name="text"><![CDATA[<h2>About ${question}</h2><p id="same">Some text.</p>
      <p><a href="/jump_to_id/more">More about ${question}</a></p>]]></html>
    <problem url_name="p" display_name="${question}"><stringresponse answer="${right}"><label>${question}?</label>
      <textline/></stringresponse></problem>
    <straw_poll url_name="vote" question="Do you like ${question}?" answers='[["Y", {"label": "Yes"}], ["N", {"label": "No"}]]'/>
    ${film}
  </vertical><vertical url_name="more"/></sequential></chapter></course>`

describe.skipIf(!chromiumPath || !built)('units of two hosts on a page of a third site, in a browser', () => {
  let hosts: PluginHost[] = []
  let site: ChildProcess
  let address: string
  let browser: Browser
  let page: Page
  let first: Locator
  let second: Locator
  const errors: string[] = []

  beforeAll(async () => {
    const port = await freePort()
    const embedding = { origins: [`http://127.0.0.1:${port}`], key }
    hosts = await Promise.all([
      PluginHost.open(
        course('Rivers', 'Elbe', film),
        plugin,
        { embedding },
        { 'film.srt': said, 'film.webm': '' },
      ),
      PluginHost.open(course('Hills', 'Rigi'), plugin, { embedding, base: '/learn' }),
    ])
    const units = [`${hosts[0]?.address}/${unit}`, `${hosts[1]?.address}/learn/${unit}`]
    site = spawn(process.execPath, [join(root, 'examples/embed/server.js')], {
      env: { ...process.env, PORT: String(port), EMBED_KEY: key, UNITS: units.join(' ') },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    if (!site.stdout) throw new Error('The site has no stdout.')
    ;[address] = (await once(createInterface({ input: site.stdout }), 'line')) as [string]
    browser = await openBrowser()
    page = await browser.newPage()
    page.on('pageerror', (error) => errors.push(error.message))
    first = page.locator('composed-unit').nth(0)
    second = page.locator('composed-unit').nth(1)
    await open()
  }, 90_000)

  afterAll(async () => {
    await browser.close()
    site.kill('SIGTERM')
    await once(site, 'exit')
    await Promise.all(hosts.map((host) => host.close()))
  })

  const open = async () => {
    await page.goto(address)
    await first.locator('[data-initialized=done]').nth(2).waitFor()
    await second.locator('[data-initialized=done]').nth(1).waitFor()
  }
  /** Has the page note what it is told from here on, as lines of `NAME DETAIL`. */
  const listen = () =>
    page.evaluate(`(() => {
      window.told = []
      for (const name of ['submitted', 'graded', 'completed', 'navigated'])
        document.addEventListener(name, ({ target, type, detail }) =>
          told.push([[...document.querySelectorAll('composed-unit')].indexOf(target), type, detail]))
    })()`)
  const told = () => page.evaluate<[number, string, Record<string, unknown>][]>('told')
  const usage = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
  const answer = async (one: Locator, text: string) => {
    await one.getByRole('textbox').fill(text)
    await one.getByRole('button', { name: 'Submit' }).click()
  }

  it('are shown, each named for screen readers and with its own text', async () => {
    expect(await page.getByRole('region', { name: 'Unit about Rivers' }).count()).toBe(1)
    expect(await page.getByRole('region', { name: 'Unit about Hills' }).count()).toBe(1)
    expect(await first.getByRole('heading', { level: 2 }).allTextContents()).toContain('About Rivers')
  })

  it('take an answer each, though all their ids are the same, and keep the focus', async () => {
    const ids = (one: Locator) => one.locator('[id]').evaluateAll((all) => all.map(({ id }) => id))
    expect(await ids(first)).toEqual(await ids(second))
    await listen()
    await first.getByText('Rivers?', { exact: true }).click()
    expect(await first.getByRole('textbox').evaluate((one) => one.matches(':focus'))).toBe(true)
    await answer(first, 'Elbe')
    await first.locator('.status.correct').waitFor()
    expect(await second.locator('.status.correct, .status.incorrect').count()).toBe(0)
    expect(await second.getByRole('textbox').inputValue()).toBe('')
    await answer(second, 'Elbe')
    await second.locator('.status.incorrect').waitFor()
    expect(await first.locator('.status.correct').count()).toBe(1)
    const submit = second.getByRole('button', { name: 'Submit' })
    await expect.poll(() => submit.evaluate((one) => one.matches(':focus'))).toBe(true)
  })

  it('tell the page of what was done with scores, and nobody’s answers', async () => {
    const place = { unit: usage('vertical', 'unit'), block: usage('problem', 'p'), blockType: 'problem' }
    // Text was read as it was shown; the vote is to come, and the film is to be watched.
    const graded = (earned: number) => ({
      ...place,
      score: { earned, possible: 1 },
      unitScore: { earned, possible: 1 },
    })
    const done = (blocks: number) => ({
      ...place,
      completion: { done: 2, blocks },
      isUnitComplete: false,
    })
    expect(await told()).toEqual([
      [0, 'submitted', place],
      [0, 'graded', graded(1)],
      [0, 'completed', done(4)],
      [1, 'submitted', place],
      [1, 'graded', graded(0)],
      [1, 'completed', done(3)],
    ])
    expect(JSON.stringify(await told())).not.toContain('Elbe')
    expect(await page.locator('.standing').allTextContents()).toEqual(['1 of 1 points.', '0 of 1 points.'])
  })

  it('take votes in the block of a plugin, by mouse and keyboard', async () => {
    await first.getByLabel('Yes').check()
    await first.getByRole('button', { name: 'Vote' }).click()
    await first.locator('output').first().waitFor()
    expect(await second.locator('output').count()).toBe(0)
    await listen()
    await second.getByLabel('No').focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await second.locator('output').first().waitFor()
    expect(await first.locator('output').allTextContents()).toEqual(['1', '0'])
    expect(await second.locator('output').allTextContents()).toEqual(['0', '1'])
    const [vote] = await told()
    expect(vote).toEqual([
      1,
      'completed',
      {
        unit: usage('vertical', 'unit'),
        block: usage('straw_poll', 'vote'),
        blockType: 'straw_poll',
        completion: { done: 3, blocks: 3 },
        isUnitComplete: true,
      },
    ])
  })

  it('tell the page of a link to another unit, which may show that itself', async () => {
    await listen()
    await page.evaluate(
      `document.addEventListener('navigated', (event) => event.preventDefault(), { once: true })`,
    )
    await second.getByRole('link', { name: 'More about Hills' }).click()
    const [link] = await told()
    expect(link).toMatchObject([1, 'navigated', { unit: usage('vertical', 'unit'), target: 'more' }])
    expect(String(link?.[2]['href'])).toMatch(/\/learn\/jump\//)
    expect(page.url()).toBe(address)
    await second.getByRole('link', { name: 'More about Hills' }).click()
    await page.waitForURL(/\/learn\//)
    await open()
  })

  it('keep at their hosts what was done, without a cookie', async () => {
    await open()
    expect(await first.getByRole('textbox').inputValue()).toBe('Elbe')
    expect(await first.locator('.status.correct').count()).toBe(1)
    expect(await second.locator('.status.incorrect').count()).toBe(1)
    expect(await first.locator('output').allTextContents()).toEqual(['1', '0'])
    expect(await page.context().cookies()).toEqual([])
  })

  it('show the captions and the transcript of a video, which are files of another site', async () => {
    await first.locator('summary').click()
    await first.getByRole('button', { name: 'Water flows.' }).waitFor()
    const cues = () =>
      page.evaluate<string[]>(`(() => {
        const { textTracks } = document.querySelector('composed-unit').shadowRoot.querySelector('video')
        textTracks[0].mode = 'showing'
        return [...(textTracks[0].cues ?? [])].map(({ text }) => text)
      })()`)
    await expect.poll(cues).toEqual(['Water flows.'])
  })

  it('leave the page’s styles alone, and are left alone by them', async () => {
    await page.addStyleTag({ content: 'input { background: rgb(9, 9, 9) !important }' })
    await page.evaluate(
      `document.body.insertAdjacentHTML('beforeend', '<input id="own"><button id="free">Own</button>')`,
    )
    const colour = (one: Locator) =>
      one.evaluate((found) => found.ownerDocument.defaultView?.getComputedStyle(found).backgroundColor)
    expect(await colour(page.locator('#own'))).toBe('rgb(9, 9, 9)')
    expect(await colour(first.getByRole('textbox'))).not.toBe('rgb(9, 9, 9)')
    expect(await colour(page.locator('#free'))).not.toBe(
      await colour(first.getByRole('button', { name: 'Submit' })),
    )
  })

  it('load each client module once, from its own host, by the hash of its content', async () => {
    const loaded: string[] = []
    page.on('response', (response) => loaded.push(response.url()))
    await open()
    const modules = loaded.filter((url) => url.endsWith('/poll.client.js'))
    expect(modules).toHaveLength(2)
    expect(new Set(modules.map((url) => new URL(url).origin)).size).toBe(2)
    for (const url of modules) expect(url).toMatch(/\/client\/[\w-]{16}\/poll\.client\.js$/)
  })

  it.each([
    ['phone', 390],
    ['desktop', 1280],
  ])('are accessible and as high as what is in them, at the width of a %s', async (_device, width) => {
    await page.setViewportSize({ width, height: 900 })
    await open()
    expect(await faultsOf(page)).toEqual([])
    const height = () => second.evaluate((one) => one.getBoundingClientRect().height)
    const before = await height()
    await second.locator('#same').evaluate((one) => (one.textContent = 'Some text. '.repeat(400)))
    expect(await height()).toBeGreaterThan(before + 200)
    expect(await second.evaluate((one) => one.scrollHeight - one.clientHeight)).toBeLessThanOrEqual(0)
  })

  it('say what is wrong and can be tried again, while the other goes on', async () => {
    await page.route('**/learn/units/**', (route) => route.abort())
    await page.goto(address)
    await first.getByRole('button', { name: 'Submit' }).waitFor()
    expect(await second.getByRole('alert').textContent()).toContain('could not be shown')
    await page.unroute('**/learn/units/**')
    await second.getByRole('button', { name: 'Try again' }).press('Enter')
    await second.getByRole('button', { name: 'Submit' }).waitFor()
    expect(await second.locator('section').evaluate((one) => one.matches(':focus'))).toBe(true)
  })

  it('are not shown on a page whose token is another’s or none, and say why', async () => {
    await second.evaluate((one) => one.setAttribute('token', 'a.b.c'))
    expect(await second.getByRole('alert').textContent()).toContain('learner token')
  })

  it('raised no error in the page', () => {
    expect(errors).toEqual([])
  })
})
