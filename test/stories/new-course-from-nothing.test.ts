import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canWalk, faultsOf, Story } from './story.js'

describe.skipIf(!canWalk)('a new course, from nothing', () => {
  let story: Story
  beforeAll(async () => {
    story = await Story.open({ author: (_, { id }) => id.startsWith('staff'), now: () => Date.now() })
  }, 60_000)
  afterAll(() => story[Symbol.asyncDispose]())

  it('is made, filled in its tree, moved about and taken back, looked at as a learner, published, and answered', async () => {
    const author = await story.window('staff')
    const button = (name: string | RegExp) => author.getByRole('button', { name, exact: true })
    await author.goto('/author')
    expect(await faultsOf(author)).toEqual([])
    await author.getByRole('link', { name: 'New course' }).click()
    for (const [label, text] of [
      ['Title', 'Rivers & seas'],
      ['Organisation', 'Delta'],
      ['Course number', 'RIV1'],
      ['Run', '2026'],
    ] as const)
      await author.getByRole('textbox', { name: label }).fill(text)
    await button('Make the course').click()
    await author.getByText('The course is made.').waitFor()

    // Section, subsection and unit, each named where it stands.
    for (const [what, title] of [
      ['section', 'Week one'],
      ['subsection', 'Sources'],
      ['unit', 'Springs'],
      ['unit', 'Mouths'],
    ] as const) {
      await button(new RegExp(`Add a ${what} `)).click()
      await author.getByRole('textbox', { name: 'Name' }).fill(title)
      await author.keyboard.press('Enter')
      await author.getByText(`“${title}” is saved in the draft.`).waitFor()
    }
    expect(await faultsOf(author)).toEqual([])

    // A move by keys, and back again by its name.
    const units = () => author.locator('.is-unit .tree-title').allTextContents()
    await author.getByRole('link', { name: 'Mouths', exact: true }).focus()
    await author.keyboard.press('Alt+ArrowUp')
    await author.getByText('“Mouths” is moved, in the draft.').waitFor()
    expect(await units()).toEqual(['Mouths', 'Springs'])
    await button('Undo').click()
    await author.getByText('Taken back').waitFor()
    expect(await units()).toEqual(['Springs', 'Mouths'])

    // What a unit holds.
    await author.getByRole('link', { name: 'Springs', exact: true }).click()
    await button('+ Text').click()
    await author.getByText('Added to the draft.').waitFor()
    await author.getByRole('link', { name: 'Springs', exact: true }).click()
    await author.getByText('Begin with an example').click()
    await author.getByRole('group', { name: 'Problem' }).getByRole('button').first().click()
    await author.getByText('Added to the draft.').waitFor()
    await author.getByRole('link', { name: 'Springs', exact: true }).click()
    expect(await author.locator('.unit-contents small').allTextContents()).toEqual(['Text', 'Problem'])
    expect(await faultsOf(author)).toEqual([])

    // As a learner, of whom nothing is kept.
    await author.getByRole('link', { name: 'Preview as a learner' }).click()
    await author.locator('.learner-preview').getByRole('button', { name: 'Submit' }).waitFor()
    expect(await faultsOf(author)).toEqual([])

    // Learners see nothing before it is published, and then what was listed.
    const learner = await story.window('ada')
    await learner.goto('/')
    expect(await learner.getByText('Rivers & seas').count()).toBe(0)
    await author.goto('/author')
    await author.getByRole('link', { name: 'Rivers & seas' }).click()
    await author.getByRole('link', { name: 'Look it over and publish' }).click()
    await author.getByText('its 2 units').waitFor()
    expect(await faultsOf(author)).toEqual([])
    await button('Publish the course').click()
    await author.getByText('Published: learners see it now.').waitFor()
    await learner.reload()
    await learner
      .getByRole('link', { name: /Rivers & seas/ })
      .first()
      .click()
    await learner
      .getByRole('link', { name: /Springs/ })
      .first()
      .click()
    await learner.getByRole('button', { name: 'Submit' }).waitFor()
    await learner.locator('.xblock-problem input:not([type=hidden])').first().click()
    await learner.getByRole('button', { name: 'Submit' }).click()
    await learner
      .getByText(/correct/i)
      .first()
      .waitFor()

    // One unit is changed, and that alone is published.
    await author.getByRole('link', { name: 'Mouths', exact: true }).click()
    await button('+ Text').click()
    await author.goto('/author')
    await author.getByRole('link', { name: 'Rivers & seas' }).click()
    await author.getByText('Draft changes').first().waitFor()
    await author.getByRole('link', { name: 'See the changes and publish' }).click()
    await author.getByRole('checkbox', { name: /Mouths/ }).waitFor()
    expect(await author.getByRole('checkbox').count()).toBe(1)
    expect(await faultsOf(author)).toEqual([])
    await button('Publish what is ticked').click()
    await author.getByText('Published: learners see it now.').waitFor()
    await author.getByText('Learners see this version.').waitFor()
    await author.getByRole('link', { name: 'History' }).click()
    expect(await author.getByRole('listitem').filter({ hasText: 'Published' }).count()).toBeGreaterThan(0)
    expect(await faultsOf(author)).toEqual([])
  }, 240_000)
})
