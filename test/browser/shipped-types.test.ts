import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, openBrowser } from './chromium.js'
import { faultsOf } from './page-faults.js'
import { PluginHost } from './plugin-host.js'

const built = existsSync(fileURLToPath(new URL('../../dist/host/index.js', import.meta.url)))
const unit = `/units/${encodeURIComponent('block-v1:O+C+R+type@vertical+block@unit')}`
const coloured = `/units/${encodeURIComponent('block-v1:O+C+R+type@vertical+block@coloured')}`
const after = `/units/${encodeURIComponent('block-v1:O+C+R+type@vertical+block@after')}`
const partitions = [
  {
    id: 7,
    name: 'Half',
    scheme: 'random',
    groups: [
      { id: 0, name: 'A' },
      { id: 1, name: 'B' },
    ],
  },
]
const course = `<course org="O" course="C" url_name="R" user_partitions='${JSON.stringify(partitions)}'><chapter url_name="ch"><sequential url_name="s">
  <vertical url_name="unit" display_name="Break"><wrapper url_name="w">
    <poll url_name="drinks" display_name="Drinks" question="What do **you** drink?" feedback="Enjoy it."
      answers='[["T", {"label": "Tea"}], ["C", {"label": "Coffee"}]]'/>
    <survey url_name="week" block_name="Week two" private_results="true" max_submissions="0"
      questions='[["p", {"label": "The pace?"}], ["m", {"label": "The maps?"}]]' answers='[["Y", "Good"], ["N", "Bad"]]'/>
    <poll_question url_name="swim">Can you swim?<answer id="yes">Yes</answer><answer id="no">No</answer></poll_question>
    <word_cloud url_name="sky" display_name="The sky" num_inputs="2" instructions="What is the sky like?"/>
    <done url_name="read"/>
  </wrapper></vertical>
  <vertical url_name="after" display_name="After">
    <poll_question url_name="ready">Are you ready?<answer id="yes">Yes</answer><answer id="no">No</answer></poll_question>
    <conditional url_name="then" sources="i4x://O/C/poll_question/ready" poll_answer="yes" message="It depends on {link}.">
      <html url_name="go">Then go.</html>
    </conditional>
    <split_test url_name="half" user_partition_id="7" group_id_to_child='{"0": "i4x://O/C/html/a", "1": "i4x://O/C/html/b"}'>
      <html url_name="a">Part A</html><html url_name="b">Part B</html>
    </split_test>
  </vertical>
  ${Array.from({ length: 9 }, (_, at) => `<vertical url_name="v${at}" display_name="A unit with a rather long name, ${at}"/>`).join('')}
  <vertical url_name="coloured" display_name="Coloured">
    <html url_name="navy">&lt;p style="color: navy"&gt;As on paper.&lt;/p&gt;</html><html url_name="plain">As anywhere.</html>
    <problem url_name="picture"><imageresponse><imageinput src="/static/no.png" width="300" height="200" rectangle="(30,20)-(90,80)" alt="A map"/></imageresponse></problem>
  </vertical></sequential></chapter></course>`

describe.skipIf(!chromiumPath || !built)('the shipped block types in a browser, on the built package', () => {
  let host: PluginHost
  let browser: Browser
  let page: Page
  const errors: string[] = []

  beforeAll(async () => {
    host = await PluginHost.open(course, '', { plugins: [] })
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
    await page.locator('[data-initialized=done]').nth(4).waitFor()
  }
  const group = (name: string) => page.getByRole('group', { name, exact: true })
  const said = (text: string) => page.getByRole('status').filter({ hasText: text }).waitFor()

  it('a poll takes a vote by keyboard, says so, and shows what all voted', async () => {
    await group('Drinks').getByRole('radiogroup', { name: 'What do you drink?' }).getByLabel('Coffee').focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await said('Your vote was counted.')
    expect(
      (await group('Drinks').getByRole('listitem').allInnerTexts()).map((one) => one.replace(/\s+/g, ' ')),
    ).toEqual(['Tea 0 (0 %)', 'Coffee (your answer) 1 (100 %)'])
    expect(await group('Drinks').evaluate((one) => one.matches(':focus'))).toBe(true)
    expect(await group('Drinks').getByText('Enjoy it.').count()).toBe(1)
  })

  it('a survey asks for all its questions, and takes the answers', async () => {
    const week = group('Week two')
    await week.getByRole('radiogroup', { name: 'The pace?' }).getByLabel('Good').check()
    await week.getByRole('button', { name: 'Submit' }).click()
    expect(await week.getByRole('button', { name: 'Submit' }).count()).toBe(1)
    await week.getByRole('radiogroup', { name: 'The maps?' }).getByLabel('Bad').check()
    await week.getByRole('button', { name: 'Submit' }).click()
    await week.getByRole('button', { name: 'Change my answers' }).waitFor()
    expect(await week.locator('meter').count()).toBe(0)
  })

  it('an answer to a poll_question can be taken back', async () => {
    const question = page.locator('.xblock-poll_question')
    await question.getByLabel('Yes').check()
    await question.getByRole('button', { name: 'Vote' }).click()
    await question.getByRole('button', { name: 'Take my answer back' }).click()
    await question.getByRole('button', { name: 'Vote' }).waitFor()
    await said('Your vote was taken back.')
    expect(await question.getByRole('listitem').count()).toBe(0)
  })

  it('a word cloud refuses no words, takes some, and shows the words of all', async () => {
    const cloud = group('The sky')
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

  it('the button of done is pressed and released, also without a script', async () => {
    const button = page.getByRole('button', { name: 'Mark as complete' })
    const isPressed = () => button.getAttribute('aria-pressed')
    await button.press('Enter')
    await expect.poll(isPressed).toBe('true')
    const state = await page.context().storageState()
    const plain = await browser.newContext({ javaScriptEnabled: false, storageState: state })
    const scriptless = await plain.newPage()
    await scriptless.goto(host.address + unit)
    const there = scriptless.getByRole('button', { name: 'Mark as complete' })
    expect(await there.getAttribute('aria-pressed')).toBe('true')
    await there.click()
    expect(await there.getAttribute('aria-pressed')).toBe('false')
    await scriptless.locator('.xblock-poll_question').getByLabel('No').check()
    await scriptless.locator('.xblock-poll_question').getByRole('button', { name: 'Vote' }).click()
    await scriptless.locator('.xblock-poll_question').getByText('(your answer)').waitFor()
    await plain.close()
  })

  it('say what the learner reads when the host cannot be reached', async () => {
    await open()
    await page.route('**/handlers/**', (route) => route.abort())
    await page.getByRole('button', { name: 'Take my answer back' }).click()
    await page.locator('.xblock-poll_question').getByText('The site cannot be reached').waitFor()
    await page.unroute('**/handlers/**')
    expect(await page.getByRole('button', { name: 'Take my answer back' }).count()).toBe(1)
  })

  it('a conditional offers what comes next as soon as its poll is answered, and sends nothing of it before', async () => {
    const rendered = page.waitForResponse((one) => one.url().includes('log_child_render'))
    await page.goto(host.address + after)
    expect((await rendered).status()).toBe(200)
    expect(await page.getByText(/^Part [AB]$/).count()).toBe(1)
    const conditional = page.locator('.xblock-conditional')
    expect(await conditional.innerText()).toContain('It depends on this poll.')
    expect(await page.content()).not.toContain('Then go.')
    await page.getByLabel('Yes').check()
    await page.getByRole('button', { name: 'Vote' }).click()
    await conditional.getByRole('button', { name: 'Show what comes next' }).press('Enter')
    await conditional.getByText('Then go.').waitFor()
    await page.getByRole('button', { name: 'Take my answer back' }).click()
    await conditional.getByRole('button', { name: 'Show this part as it is now' }).click()
    await conditional.getByText('It depends on this poll.').waitFor()
    expect(await page.content()).not.toContain('Then go.')
  })

  it.each([390, 1200])('are accessible and fit a page of %i pixels', async (width) => {
    await page.setViewportSize({ width, height: 800 })
    await open()
    expect(await faultsOf(page)).toEqual([])
  })

  it('show on a phone where the unit is in a long row, no wider than the phone', async () => {
    await page.setViewportSize({ width: 390, height: 800 })
    await page.goto(host.address + coloured)
    const current = page.locator('.sequence [aria-current]')
    await expect.poll(async () => (await current.boundingBox())?.x ?? 999).toBeLessThan(390 - 44)
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390)
  })

  it('keep to the light ground that an author’s colours were chosen for, where the rest is dark', async () => {
    const context = await browser.newContext({ colorScheme: 'dark' })
    const dark = await context.newPage()
    await dark.goto(host.address + coloured)
    const looks = (text: string) =>
      dark.evaluate<string[]>(`(() => {
        const html = [...document.querySelectorAll('.course-html')].find((one) => one.textContent.includes('${text}'))
        const { color, backgroundColor } = getComputedStyle(html)
        return [color, backgroundColor]
      })()`)
    expect(await looks('As on paper.')).toEqual(['rgb(28, 36, 48)', 'rgb(255, 255, 255)'])
    expect(await looks('As anywhere.')).toEqual(['rgb(232, 230, 225)', 'rgba(0, 0, 0, 0)'])
    await context.close()
  })

  it('outline the right place of a picture in it, in place of its numbers', async () => {
    await page.goto(host.address + coloured)
    const problem = page.locator('.xblock-problem')
    await problem.getByRole('application').press('Enter')
    await problem.getByRole('button', { name: 'Submit' }).click()
    await problem.locator('.status.incorrect').waitFor()
    await problem.getByRole('application').press('ArrowLeft')
    for (let step = 0; step < 8; step++) await problem.getByRole('application').press('ArrowLeft')
    for (let step = 0; step < 5; step++) await problem.getByRole('application').press('ArrowUp')
    await problem.getByRole('button', { name: 'Submit' }).click()
    await problem.getByRole('button', { name: 'Show answer' }).click()
    await problem.getByText('The right place is outlined in the picture.').waitFor()
    expect(await problem.locator('polygon').getAttribute('points')).toBe('30,20 90,20 90,80 30,80')
  })

  it('raised no error in the page', () => {
    expect(errors).toEqual([])
  })
})
