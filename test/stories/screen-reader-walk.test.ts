import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canWalk, faultsOf, Story } from './story.js'

const unit = `/units/${encodeURIComponent('block-v1:O+C+R+type@vertical+block@u')}`
const course = `<course org="O" course="C" url_name="R" display_name="Animals"><chapter url_name="c" display_name="Winter"><sequential url_name="s" display_name="Sleepers">
  <vertical url_name="u" display_name="Who sleeps"><html url_name="h" display_name="Reading"><![CDATA[<h2>What to know</h2><p>Some animals sleep all winter.</p>]]></html>
  <problem url_name="p" display_name="Hibernation" max_attempts="3"><multiplechoiceresponse><label>Which one hibernates?</label><choicegroup type="MultipleChoice">
    <choice correct="false">Fox</choice><choice correct="true">Hedgehog</choice></choicegroup></multiplechoiceresponse></problem>
  <problem url_name="q" display_name="Weight"><formularesponse type="ci" samples="m@1:5#5" answer="m/2"><responseparam type="tolerance" default="1%"/><label>What is left of m, if half is lost?</label><formulaequationinput/></formularesponse></problem>
  <video url_name="v" display_name="A burrow" youtube_id_1_0="abcdefghijk"/>
  </vertical></sequential></chapter></course>`

/** What is heard by itself, without going there. */
const heard = (page: Page) => page.getByRole('status').filter({ hasText: /\S/ }).allTextContents()
const focusedName = (page: Page) =>
  page.evaluate<string>(
    `(() => { const a = document.activeElement; return a.getAttribute('aria-label') ?? a.labels?.[0]?.textContent ?? a.textContent })()`,
  )

/** Waits until the scripts of both problems are there. */
const isAlive = async (page: Page) =>
  await expect
    .poll(() => page.locator('.xblock-problem[data-initialized="done"]').count(), { timeout: 15_000 })
    .toBe(2)

/** Presses Tab until something of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    if ((await focusedName(page)).replace(/\s+/g, ' ').trim() === name) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`The keyboard does not come to '${name}'.`)
}

describe.skipIf(!canWalk)('a unit, walked by somebody who hears it', () => {
  let story: Story
  beforeAll(async () => {
    story = await Story.open()
    await story.site.publish({ 'course.xml': course })
  }, 60_000)
  afterAll(() => story[Symbol.asyncDispose]())

  it('has its headings in order, a name for each control, and says what becomes of an answer where the learner is', async () => {
    const page = await story.window('ada')
    await page.route('https://www.youtube-nocookie.com/**', (route) => route.abort())
    await page.goto(unit)
    await isAlive(page)
    expect(await faultsOf(page)).toEqual([])

    const main = page.getByRole('main')
    const levels = await page.evaluate<[number, string][]>(
      `[...document.querySelectorAll('main :is(h1, h2, h3)')].map((one) => [Number(one.tagName[1]), one.textContent.trim()])`,
    )
    expect(levels).toEqual([
      [1, 'Who sleeps'],
      [2, 'What to know'],
      [2, 'Hibernation'],
      [2, 'Weight'],
      [3, 'A burrow'],
    ])
    const tree = await main.ariaSnapshot()
    const unnamed = tree
      .split('\n')
      .filter((line) => /- (?:radio|textbox|button|link|group|combobox)(?: \[|:|$)/.test(line))
    expect(unnamed).toEqual([])

    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('main')
    await tabTo(page, 'Fox')
    await page.keyboard.press('Space')
    await tabTo(page, 'Submit')
    await page.keyboard.press('Enter')
    await page.getByText('You have used 1 of 3 attempts.').waitFor()
    expect(await heard(page)).toEqual(['Incorrect (0 of 1).'])
    expect(await focusedName(page)).toBe('Submit')
    const group = page.getByRole('group', { name: 'Which one hibernates?' })
    const described = async () =>
      page.locator(`#${await group.getAttribute('aria-describedby')}`).textContent()
    expect(await described()).toBe('Incorrect')

    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('ArrowDown')
    expect([await described(), await heard(page)]).toEqual(['', []])
    await tabTo(page, 'Submit')
    await page.keyboard.press('Enter')
    await page.getByText('You have used 2 of 3 attempts.').waitFor()
    expect([await described(), await heard(page)]).toEqual(['Correct', ['Correct (1 of 1).']])

    await tabTo(page, 'What is left of m, if half is lost?')
    await page.keyboard.type('m/2')
    await page.locator('.formula-preview mfrac').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('status').filter({ hasText: 'Correct (1 of 1).' }).nth(1).waitFor()
    expect(await focusedName(page)).toBe('What is left of m, if half is lost?')

    await tabTo(page, 'Play: A burrow Playing it loads it from YouTube.')
    await page.keyboard.press('Space')
    await page.locator('iframe[title="Video: A burrow"]').waitFor()
  })

  it('says the same in the language of whoever hears it', async () => {
    const page = await story.window('zoe', { locale: 'ar' })
    await page.goto(unit)
    await isAlive(page)
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('radio', { name: 'Fox' }).check()
    await page.getByRole('button', { name: 'إرسال' }).first().click()
    await page.getByRole('status').filter({ hasText: 'إجابة خاطئة (0 من 1).' }).waitFor()
    await page.getByText('استخدمت 1 من 3 محاولات.').waitFor()
    await page.getByLabel('What is left of m, if half is lost?').fill('m*')
    await page.getByText('«m*» ليس تعبيرًا رياضيًا صحيحًا.').waitFor()
    await page.getByRole('button', { name: 'تشغيل: A burrow' }).waitFor()
  })
})
