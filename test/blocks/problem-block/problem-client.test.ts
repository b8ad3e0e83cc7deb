import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { chromiumPath } from '../../browser/chromium.js'
import { axeFaultsOf } from '../../browser/page-faults.js'
import type { Site } from '../../browser/site.js'
import { ProblemAtWork } from './problem-at-work.js'
import { problemSite } from './problem-site.js'

const choice = `<problem><multiplechoiceresponse><label>Which one hibernates?</label><choicegroup type="MultipleChoice">
<choice correct="false">Fox</choice><choice correct="true">Hedgehog</choice></choicegroup>
<solution><p>Hedgehogs sleep.</p></solution></multiplechoiceresponse></problem>`
const texts = `<problem><stringresponse answer="oak"><label>A tree?</label><textline/></stringresponse>
<numericalresponse answer="4"><label>Two and two?</label><formulaequationinput/></numericalresponse>
<demandhint><hint>It has acorns.</hint></demandhint></problem>`
const boxes = `<problem><choiceresponse><label>Even?</label><checkboxgroup>
<choice correct="true">2</choice><choice correct="false">3</choice><choice correct="true">4</choice></checkboxgroup></choiceresponse>
<optionresponse><label>Warmest?</label><optioninput options="('ice','steam')" correct="steam"/></optionresponse></problem>`
const image = `<problem><imageresponse><imageinput src="/static/square.svg" width="200" height="100" rectangle="(150,40)-(170,60)"/>
</imageresponse></problem>`

/** A page with one problem, whose handlers are the block's own. */
async function open(work: ProblemAtWork): Promise<Site> {
  const shown = await work.page()
  const pageFor = (mark: string) => `<main data-learner="${mark}"><h1>Unit</h1>${shown}</main>`
  return problemSite(work, { '/': pageFor('one'), '/another-learner': pageFor('another') })
}

const message = (page: Page) => page.locator('.problem-message')
const says = (page: Page, text: string) => message(page).filter({ hasText: text }).waitFor()
const focused = (page: Page) => page.evaluate<string>(`document.activeElement?.textContent ?? ''`)

describe.skipIf(chromiumPath === undefined)('a problem in the browser', () => {
  it('is answered by keyboard alone, without a reload, and says the result', async () => {
    await using site = await open(new ProblemAtWork(choice, { max_attempts: 2 }))
    const { page } = site
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Submit')
    await page.keyboard.press('Enter')
    await says(page, 'Correct (1 of 1).')
    expect(await page.isChecked('text=Hedgehog')).toBe(true)
    expect(await page.textContent('.problem-attempts')).toBe('You have used 1 of 2 attempts.')
    expect(await focused(page)).toBe('Submit')
    expect(site.errors).toEqual([])
  })

  it('says of an answer what was said of it, and not of the one that is put in its place', async () => {
    await using site = await open(new ProblemAtWork(texts))
    const { page } = site
    const [tree, sum] = [page.getByLabel('A tree?'), page.getByLabel('Two and two?')]
    const statuses = () => page.locator('.problem-input .status').allTextContents()
    await tree.fill('elm')
    await sum.fill('4')
    await page.keyboard.press('Enter')
    await says(page, 'Partially correct (1 of 2).')
    expect(await statuses()).toEqual(['Incorrect', 'Correct'])
    await tree.fill('oa')
    expect(await statuses()).toEqual(['', 'Correct'])
    expect(await page.locator('.problem-input.incorrect, .status.incorrect').count()).toBe(0)
    expect(await message(page).textContent()).toBe('')
    await tree.fill('elm')
    expect(await statuses()).toEqual(['Incorrect', 'Correct'])
    await tree.fill('oak')
    await page.keyboard.press('Enter')
    await says(page, 'Correct (2 of 2).')
    expect(await statuses()).toEqual(['Correct', 'Correct'])
  })

  it('takes a verdict away when another choice, box or option is chosen', async () => {
    await using site = await open(new ProblemAtWork(boxes))
    const { page } = site
    await page.getByLabel('2', { exact: true }).check()
    await page.getByLabel('Warmest?').selectOption('ice')
    await page.click('text=Submit')
    await says(page, 'Incorrect')
    const statuses = () => page.locator('.problem-input .status').allTextContents()
    await page.getByLabel('4', { exact: true }).check()
    expect(await statuses()).toEqual(['', 'Incorrect'])
    await page.getByLabel('Warmest?').selectOption('steam')
    expect(await statuses()).toEqual(['', ''])
  })

  it('submits on Enter in a text, and keeps the cursor there', async () => {
    await using site = await open(new ProblemAtWork(texts))
    const { page } = site
    await page.getByLabel('A tree?').fill('oak')
    await page.getByLabel('Two and two?').fill('5')
    await page.keyboard.press('Enter')
    await says(page, 'Partially correct (1 of 2).')
    expect(await page.locator('input:focus').inputValue()).toBe('5')
    expect(await page.getByLabel('A tree?').inputValue()).toBe('oak')
  })

  it('keeps what is being typed while hints and answers come', async () => {
    await using site = await open(new ProblemAtWork(texts, { showanswer: 'always' }))
    const { page } = site
    await page.getByLabel('A tree?').fill('mapl')
    await page.click('text=Hint')
    await page.getByText('It has acorns.').waitFor()
    await page.click('text=Show answer')
    await page.getByText('Answer: oak').waitFor()
    expect(await page.getByLabel('A tree?').inputValue()).toBe('mapl')
    await page.click('text=Hide answer')
    await page.getByText('Answer: oak').waitFor({ state: 'detached' })
    expect(await page.getByLabel('A tree?').inputValue()).toBe('mapl')
    expect(await focused(page)).toBe('Show answer')
  })

  it('sends nothing when nothing is answered, and keeps an answer that is refused', async () => {
    const work = new ProblemAtWork(texts)
    await using site = await open(work)
    const { page } = site
    await page.click('text=Submit')
    await says(page, 'Answer the question first.')
    expect(work.state).toEqual({})
    await page.getByLabel('Two and two?').fill('about four')
    await page.click('text=Submit')
    await page.locator('.problem-message[data-kind="refused"]', { hasNotText: 'first' }).waitFor()
    expect(await page.getByLabel('Two and two?').inputValue()).toBe('about four')
    expect(work.state['attempts'] ?? 0).toBe(0)
  })

  it('says so when the site cannot be reached, and works again after', async () => {
    await using site = await open(new ProblemAtWork(choice))
    const { page } = site
    await page.check('text=Hedgehog')
    await page.context().setOffline(true)
    let fail: () => void = () => undefined
    const held = new Promise<void>((resolve) => (fail = resolve))
    await page.route('**/handlers/problem_check', (route) => held.then(() => route.abort()), {
      times: 1,
    })
    await page.click('text=Submit')
    await page.getByRole('button', { name: 'Checking…' }).waitFor()
    expect(await page.locator('form').getAttribute('aria-busy')).toBe('true')
    fail()
    await says(page, 'cannot be reached')
    expect(await page.locator('.problem-submit').textContent()).toBe('Submit')
    await page.context().setOffline(false)
    await page.getByRole('button', { name: 'Try again' }).click()
    await says(page, 'Correct')
    expect(await page.locator('.choice', { hasText: 'Hedgehog' }).locator('.status').textContent()).toBe(
      'Correct',
    )
    expect(await page.getByText('Correct', { exact: true }).count()).toBe(1)
    expect((await message(page).boundingBox())?.width).toBe(1)
    expect(await page.getByLabel('Hedgehog').isChecked()).toBe(true)
  })

  it('shows a formula as it is read while it is typed, and gives what was typed back to who typed it, and to nobody else', async () => {
    await using site = await open(new ProblemAtWork(texts))
    const { page } = site
    const sum = page.getByLabel('Two and two?')
    const kept = () => page.evaluate<string[]>('Object.keys(localStorage)')
    await sum.fill('2*')
    await page.getByText("'2*' is not valid maths.").waitFor()
    await sum.fill('8/2')
    await page.locator('.formula-preview mfrac').waitFor()
    await expect.poll(kept).toHaveLength(1)
    await page.reload()
    await says(page, 'Your answer is back as you left it.')
    expect(await sum.inputValue()).toBe('8/2')
    await page.getByLabel('A tree?').fill('oak')
    await page.click('text=Submit')
    await says(page, 'Correct (2 of 2).')
    expect(await kept()).toEqual([])
    await sum.fill('9')
    await expect.poll(kept).toHaveLength(1)
    await site.goto('/another-learner')
    await page.waitForSelector('.xblock[data-initialized="done"]')
    expect([await sum.inputValue(), await kept()]).toEqual(['', []])
    expect(site.errors).toEqual([])
  })

  it('sends checkboxes and dropdowns, saves and resets', async () => {
    const work = new ProblemAtWork(boxes, { max_attempts: 3, show_reset_button: true })
    await using site = await open(work)
    const { page } = site
    await page.getByLabel('2', { exact: true }).check()
    await page.getByLabel('Warmest?').selectOption('steam')
    await page.click('text=Save')
    await says(page, 'Your answers are saved.')
    expect(work.state['student_answers']).toEqual({ '2_1': ['choice_0'], '3_1': 'steam' })
    await page.click('text=Submit')
    await says(page, 'Partially correct (1 of 2).')
    await page.click('text=Reset')
    await says(page, 'The problem was reset.')
    expect(await page.getByLabel('2', { exact: true }).isChecked()).toBe(false)
    await page.getByLabel('2', { exact: true }).check()
    await page.getByLabel('4', { exact: true }).check()
    await page.getByLabel('Warmest?').selectOption('steam')
    await page.click('text=Submit')
    await says(page, 'Correct (2 of 2).')
  })

  it('takes the focus to the result when the last attempt is used', async () => {
    await using site = await open(new ProblemAtWork(choice, { max_attempts: 1, showanswer: 'never' }))
    const { page } = site
    await page.check('text=Fox')
    await page.focus('text=Submit')
    await page.keyboard.press('Enter')
    await says(page, 'Incorrect (0 of 1).')
    expect(await focused(page)).toMatch(/Fox\s*Incorrect\s*Hedgehog/)
    expect(await page.locator('button').count()).toBe(0)
  })

  it('marks a place in a picture by pointer and by arrow keys', async () => {
    const work = new ProblemAtWork(image)
    await using site = await open(work)
    const { page } = site
    await page.locator('.imageinput img').click({ position: { x: 150, y: 50 } })
    const place = async (): Promise<number[]> =>
      JSON.parse(await page.inputValue('input[type=hidden]')) as number[]
    const [x = 0, y = 0] = await place()
    expect([Math.abs(x - 150), Math.abs(y - 50)].every((off) => off <= 1)).toBe(true)
    await page.locator('.imageinput').focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Shift+ArrowUp')
    expect(await place()).toEqual([x + 10, y - 1])
    await page.click('text=Submit')
    await says(page, 'Correct')
    expect(work.state['student_answers']).toEqual({ '2_1': `[${x + 10},${y - 1}]` })
    expect(await page.locator('.imageinput-mark').isVisible()).toBe(true)
  })

  it.each([
    ['choices', choice],
    ['texts', texts],
    ['boxes', boxes],
    ['image', image],
  ])('has no accessibility faults before and after an answer, and fits a phone: %s', async (_name, xml) => {
    const work = new ProblemAtWork(xml, { max_attempts: 3, display_name: 'A problem', showanswer: 'always' })
    await using site = await open(work)
    const { page } = site
    await page.setViewportSize({ width: 320, height: 640 })
    const faults = () => axeFaultsOf(page, { context: '.xblock' })
    expect(await faults()).toEqual([])
    await page.click('text=Show answer')
    await says(page, 'The answer is shown.')
    expect(await faults()).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await faults()).toEqual([])
    const width = await page.evaluate<number>('document.documentElement.scrollWidth')
    expect(width).toBeLessThanOrEqual(320)
  })
})
