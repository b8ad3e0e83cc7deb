import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { libraryWith } from '../content/migrate/made-store.js'
import { canWalk, faultsOf, Story } from './story.js'

const [library, course] = ['lib:O:L', 'course-v1:O+C+R']
const unit = `/units/${encodeURIComponent('block-v1:O+C+R+type@vertical+block@u')}`
const updates = `/author/contexts/${encodeURIComponent(course)}/updates`
const lb = (id: string) => `lb:O:L:problem:${id}`
const problem = (id: string, question: string) =>
  `<problem display_name="Question ${id}"><numericalresponse answer="4"><label>${question}</label><formulaequationinput/></numericalresponse></problem>`

describe.skipIf(!canWalk)('an update of a library, taken in a course and undone', () => {
  let story: Story
  beforeAll(async () => {
    story = await Story.open({ author: (_, { id }) => id.startsWith('staff') })
    const { site } = story
    const { version } = await site.publish(
      libraryWith({
        'problem/a': problem('a', 'What is 2 and 2?'),
        'problem/b': problem('b', 'What is 8 by 2?'),
      }),
    )
    await site.publish({
      'course.xml': `<course org="O" course="C" url_name="R" display_name="Numbers"><chapter url_name="c" display_name="Week one"><sequential url_name="s" display_name="Sums">
        <vertical url_name="u" display_name="Two sums"><library_content_v2 url_name="r" display_name="Some sums" source_libraries='["${library}:${version}"]' library_blocks='${JSON.stringify([lb('a'), lb('b')])}'/></vertical>
      </sequential></chapter></course>`,
    })
    await site.host.drafts.operate(library, [
      {
        do: 'edit',
        edit: {
          usage: lb('a'),
          content: { data: problem('a', 'How much are 2 and 2?') },
          settings: {},
          reset: [],
        },
      },
    ])
    await site.host.authoring.publish(library, undefined, undefined, { name: 'Spring' })
  }, 60_000)
  afterAll(() => story[Symbol.asyncDispose]())

  it('is offered again once it is undone, changes what learners see once it is published, and keeps what they did', async () => {
    const learner = await story.window('ada', { viewport: { width: 390, height: 800 } })
    const author = await story.window('staff')
    const publish = async () => {
      await author.goto(`/author/contexts/${encodeURIComponent(course)}/changes`)
      await author.getByRole('button', { name: 'Publish everything' }).click()
    }

    await learner.goto(unit)
    await learner.getByLabel('What is 2 and 2?').fill('4')
    await learner.getByRole('button', { name: 'Submit' }).first().click()
    await learner.getByText('Correct').first().waitFor()

    await author.goto(updates)
    expect(await faultsOf(author)).toEqual([])
    await author.getByRole('checkbox', { name: 'Some sums' }).check()
    await author.getByRole('button', { name: 'Update what is ticked' }).click()
    await author.getByRole('button', { name: 'Undo it' }).click()
    await author.getByRole('link', { name: 'Preview the update of “Some sums”' }).click()
    await author.frameLocator('iframe >> nth=1').getByText('How much are 2 and 2?').waitFor()
    await author.getByRole('button', { name: 'Take this version' }).click()
    await author.getByRole('status').getByText('Updated in the draft').waitFor()
    await learner.goto(unit)
    await learner.getByLabel('What is 2 and 2?').waitFor()

    await publish()
    await learner.goto(unit)
    expect(await learner.getByLabel('How much are 2 and 2?').inputValue()).toBe('4')
    await learner.getByText('Correct').first().waitFor()

    expect(await faultsOf(learner)).toEqual([])
  }, 60_000)
})
