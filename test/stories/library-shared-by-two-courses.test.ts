import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { libraryWith } from '../content/migrate/made-store.js'
import { canWalk, faultsOf, Story } from './story.js'

const problem = (question: string) =>
  `<problem display_name="Two sums"><numericalresponse answer="4"><label>${question}</label><formulaequationinput/></numericalresponse></problem>`
const course = (run: string) =>
  `<course org="O" course="C" url_name="${run}" display_name="Course ${run}"><chapter url_name="c" display_name="Week"><sequential url_name="s" display_name="Part"><vertical url_name="u" display_name="Unit of ${run}"><html display_name="Hello">Hi</html></vertical></sequential></chapter></course>`
const unit = (run: string) => encodeURIComponent(`block-v1:O+C+${run}+type@vertical+block@u`)

describe.skipIf(!canWalk)('a library that two courses share', () => {
  let story: Story
  beforeAll(async () => {
    story = await Story.open({ author: (_, { id }) => id.startsWith('staff') })
    await story.site.publish(libraryWith({ 'problem/a': problem('What is 2 and 2?') }))
    for (const run of ['Red', 'Blue']) await story.site.publish({ 'course.xml': course(run) })
  }, 120_000)
  afterAll(() => story[Symbol.asyncDispose]())

  /** Puts the library's problem into the unit of a course, under a name of its own there, and publishes that unit alone. */
  const taken = async (author: Page, run: string) => {
    await author.goto(`/author/blocks/${unit(run)}`)
    await author.getByRole('button', { name: 'Add blocks of a library' }).click()
    await author.getByRole('button', { name: 'Choose', exact: true }).click()
    await author.getByRole('checkbox', { name: 'Tick “Two sums”' }).check()
    await author.getByRole('button', { name: 'Add those that are ticked' }).click()
    await author.locator('.reference-pool').getByText('Two sums').waitFor()
    await author.goto(author.url().replace(/\/reference.*$/, ''))
    await author.getByRole('link', { name: 'Two sums' }).click()
    await author.getByRole('textbox', { name: 'Display name', exact: true }).fill(`${run} sums`)
    await author.getByRole('button', { name: 'Save', exact: true }).click()
    await author.getByText('Saved in the draft').waitFor()
    await author.goto(`/author/contexts/${encodeURIComponent(`course-v1:O+C+${run}`)}/changes`)
    await author.getByRole('checkbox', { name: new RegExp(`Unit of ${run}`) }).waitFor()
    expect(await faultsOf(author)).toEqual([])
    await author.getByRole('button', { name: 'Publish what is ticked' }).click()
    await author.getByText('Published: learners see it now.').waitFor()
  }

  it('is seen in both, each with what its course says of it, and answered in each by itself', async () => {
    const author = await story.window('staff')
    for (const run of ['Red', 'Blue']) await taken(author, run)
    const learner = await story.window('ada')
    for (const [run, answer, verdict] of [
      ['Red', '4', 'Correct'],
      ['Blue', '5', 'Incorrect'],
    ] as const) {
      await learner.goto(`/units/${unit(run)}`)
      await learner.getByRole('heading', { name: `${run} sums` }).waitFor()
      await learner.getByLabel('What is 2 and 2?').fill(answer)
      await learner.getByRole('button', { name: 'Submit' }).click()
      await learner.getByText(verdict, { exact: true }).first().waitFor()
    }
    await learner.goto(`/units/${unit('Red')}`)
    expect(await learner.getByLabel('What is 2 and 2?').inputValue()).toBe('4')
  }, 240_000)
})
