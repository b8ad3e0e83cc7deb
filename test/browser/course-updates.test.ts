import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { libraryWith } from '../content/migrate/made-store.js'
import { canWalk, Story } from '../stories/story.js'
import { faultsOf } from './page-faults.js'

const [library, course] = ['lib:O:L', 'course-v1:O+C+R']
const updates = `/author/contexts/${encodeURIComponent(course)}/updates`
const lb = (id: string) => `lb:O:L:problem:${id}`
const problem = (id: string) =>
  `<problem display_name="Question ${id}" max_attempts="1"><numericalresponse answer="1"><label>What is ${id}?</label><formulaequationinput/></numericalresponse></problem>`

describe.skipIf(!canWalk)('pages of updates, policy groups and pathways, in a browser', () => {
  let story: Story

  beforeAll(async () => {
    story = await Story.open({ author: () => true, learner: () => ({ id: 'ann', name: 'Ann' }) })
    const components = Object.fromEntries(['a', 'b', 'c'].map((id) => [`problem/${id}`, problem(id)]))
    const { version } = await story.site.publish(libraryWith(components))
    const one = (id: string, title: string, blocks: readonly string[]) =>
      `<library_content_v2 url_name="${id}" display_name="${title}" source_libraries='["${library}:${version}"]' library_blocks='${JSON.stringify(blocks)}' block_field_overrides='{"${lb('a')}": {"max_attempts": 7}}'/>`
    await story.site.publish({
      'course.xml': `<course org="O" course="C" url_name="R" display_name="Numbers"><chapter url_name="c"><sequential url_name="s"><vertical url_name="u" display_name="First unit">${one('r', 'Some questions', [lb('a'), lb('b')])}</vertical><vertical url_name="w" display_name="Second unit">${one('t', 'One question', [lb('a')])}${one('x', 'Another', [lb('c')])}</vertical></sequential></chapter></course>`,
    })
    const [lesson = ''] = (
      await story.site.host.drafts.operate(library, [{ do: 'add', parent: library, type: 'unit' }])
    ).usages
    await story.site.host.drafts.operate(library, [
      { do: 'edit', edit: { usage: lesson, content: {}, settings: { display_name: 'Lesson' }, reset: [] } },
      { do: 'place', usage: lb('a'), parent: lesson },
    ])
    await story.site.host.authoring.publish(library, undefined, undefined, { name: 'Winter' })
    const inCourse = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
    await story.site.host.upstreams.add(lb('a'), { parent: inCourse('vertical', 'u') })
    await story.site.host.upstreams.add(lesson, { parent: inCourse('sequential', 's') })
    await story.site.host.drafts.operate(library, [
      { do: 'place', usage: lb('c'), parent: lesson },
      {
        do: 'edit',
        edit: {
          usage: lb('a'),
          content: {},
          settings: { max_attempts: 3, display_name: 'Better' },
          reset: [],
        },
      },
      { do: 'delete', usage: lb('b') },
      { do: 'edit', edit: { usage: lb('c'), content: {}, settings: { weight: 2 }, reset: [] } },
    ])
    await story.site.host.authoring.publish(library, undefined, undefined, { name: 'Spring' })
  }, 60_000)

  afterAll(() => story[Symbol.asyncDispose]())

  it.each([
    ['phone', 390],
    ['desktop', 1280],
  ])(
    'are for everybody, on a %s',
    async (name, width) => {
      const page = await story.window('ann', { viewport: { width, height: 800 } })
      await page.goto(updates)
      const found = { list: await faultsOf(page), preview: [] as string[], copies: [] as string[] }
      await page.getByRole('link', { name: 'Preview the update of “Some questions”' }).click()
      await page.frameLocator('iframe >> nth=0').getByText('What is b?').first().waitFor()
      await page.frameLocator('iframe >> nth=1').getByText('What is a?').first().waitFor()
      found.preview = await faultsOf(page)
      await page.goto(updates.replace(/updates$/, 'upstreams'))
      found.copies = await faultsOf(page)
      expect(await page.getByText('3 linked, 3 behind, 0 declined, 0 broken.').count()).toBe(1)
      for (const [name, text] of [
        ['Preview the update of “Question a”', 'Question a: max_attempts'],
        ['Preview the update of “Lesson”', 'Added: 1'],
      ] as const) {
        await page.getByRole('link', { name }).first().click()
        await page.getByText(text).first().waitFor()
        found.copies.push(...(await faultsOf(page)))
        await page.goBack()
      }
      await page.goto(updates.replace(/updates$/, 'policies/Exam'))
      await page.getByLabel('Another setting').selectOption({ label: 'Maximum attempts' })
      await page.getByLabel('From', { exact: true }).selectOption('end')
      await page.getByRole('button', { name: 'Add this moment' }).click()
      await page.getByRole('checkbox', { name: 'Some questions' }).check()
      await page.getByRole('button', { name: 'See what it changes' }).click()
      await page.getByRole('heading', { name: 'What it changes' }).waitFor()
      const policies = await faultsOf(page)
      expect({ ...found, policies }).toEqual({ list: [], preview: [], copies: [], policies: [] })
      await page.context().close()
    },
    60_000,
  )

  it('tell, preview, ignore, update and undo with the keyboard alone, without scripts', async () => {
    const page = await story.window('ann', {
      javaScriptEnabled: false,
      viewport: { width: 390, height: 800 },
    })
    await page.goto(updates)
    await page.getByRole('checkbox', { name: 'Another' }).press('Space')
    await page.getByRole('button', { name: 'Update what is ticked' }).press('Enter')
    expect(await page.getByRole('status').textContent()).toContain('What stayed')
    expect(await page.getByRole('checkbox', { name: 'Question a' }).count()).toBe(0)
    await page.getByRole('checkbox', { name: 'Some questions' }).press('Space')
    await page.getByRole('button', { name: 'Ignore what is ticked' }).press('Enter')
    expect(await page.getByRole('checkbox', { name: 'Another' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Undo it' }).press('Enter')
    expect(await page.getByRole('checkbox', { name: 'Another' }).count()).toBe(1)
    await page.getByRole('link', { name: 'Preview the update of “Some questions”' }).press('Enter')
    expect(await page.getByText('Yours, which stays').count()).toBe(1)
    await page.getByRole('button', { name: 'Take this version' }).press('Enter')
    expect(await page.getByRole('alert').textContent()).toContain('would lose')
    await page.getByRole('checkbox', { name: /^Let blocks go/ }).press('Space')
    await page.getByRole('button', { name: 'Take this version' }).press('Enter')
    expect(await page.getByRole('status').textContent()).toContain('Updated in the draft')
    expect(await page.getByRole('checkbox', { name: 'Some questions' }).count()).toBe(0)
    await page.goto(
      `/author/blocks/${encodeURIComponent('block-v1:O+C+R+type@library_content_v2+block@r')}/update`,
    )
    expect(await page.getByText('The reference is at this version').count()).toBe(1)
    await page.context().close()
  }, 60_000)

  it('make a policy group, show what it changes, and let it hold in one step that is undone, with the keyboard alone, without scripts', async () => {
    const page = await story.window('ann', {
      javaScriptEnabled: false,
      viewport: { width: 390, height: 800 },
    })
    const { policies } = story.site.host
    await page.goto(`/author/contexts/${encodeURIComponent(course)}`)
    await page.getByRole('link', { name: 'Policy groups' }).press('Enter')
    await page.getByLabel('Name').fill('Exam')
    await page.getByRole('button', { name: 'Go on to its settings' }).press('Enter')
    await page.getByLabel('Another setting').selectOption({ label: 'Maximum attempts' })
    await page.getByLabel('From', { exact: true }).selectOption('end')
    await page.getByRole('button', { name: 'Add this moment' }).press('Enter')
    await page.getByLabel('Maximum attempts', { exact: true }).fill('many')
    await page.getByRole('button', { name: 'Save' }).press('Enter')
    expect(await page.getByRole('alert').textContent()).toContain('do not fit')
    expect(await policies.of(course)).toEqual([])
    await page.getByLabel('Maximum attempts', { exact: true }).fill('1')
    await page.getByLabel('Another setting').last().selectOption({ label: 'Show answer' })
    await page.getByRole('button', { name: 'Add it from the course’s end on' }).press('Enter')
    await page.getByLabel('Show answer', { exact: true }).selectOption('always')
    await page.getByRole('checkbox', { name: 'Some questions' }).press('Space')
    await page.getByRole('button', { name: 'See what it changes' }).press('Enter')
    expect(await page.getByRole('status').textContent()).toContain('1 value of 1 block')
    expect(await policies.of(course)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).press('Enter')
    await page.getByText('Saved in the draft').waitFor()
    expect(await policies.of(course)).toEqual([
      {
        name: 'Exam',
        settings: { max_attempts: 1 },
        formats: [],
        dated: [{ from: 'end', settings: { showanswer: 'always' } }],
        usages: ['block-v1:O+C+R+type@library_content_v2+block@r'],
      },
    ])
    await page.getByRole('button', { name: 'Undo' }).press('Enter')
    expect(await page.getByRole('status').textContent()).toContain('Taken back')
    expect(await policies.of(course)).toEqual([])
    await page.context().close()
  }, 60_000)

  it('make a pathway of library blocks, with the keyboard alone and without scripts, and publish it as one', async () => {
    const open = (javaScriptEnabled: boolean) =>
      story.window('ann', { javaScriptEnabled, viewport: { width: 390, height: 800 } })
    const page = await open(false)
    const order = () => page.locator('ol.reference-pool .title').allTextContents()
    await page.goto('/author/pathways')
    await page.getByLabel('Title').fill('To seven')
    await page.getByRole('button', { name: 'Make the pathway' }).press('Enter')
    await page.getByLabel('Type').fill('problem')
    await page.getByRole('button', { name: 'Find' }).press('Enter')
    await page.getByRole('checkbox', { name: 'Tick “Better”' }).press('Space')
    await page.getByRole('checkbox', { name: 'Tick “Question c”' }).press('Space')
    await page.getByRole('button', { name: 'Add those that are ticked' }).press('Enter')
    await page.getByText('Saved in the draft').waitFor()
    expect(await order()).toEqual(['Better', 'Question c'])
    await page.getByRole('button', { name: 'Move up “Question c”' }).press('Enter')
    await page.locator('ol.reference-pool li:first-child', { hasText: 'Question c' }).waitFor()
    await page.getByRole('button', { name: 'Take out “Better”' }).press('Enter')
    await page.getByText('1 block', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).press('Enter')
    await page.getByText('Taken back').waitFor()
    expect(await order()).toEqual(['Question c', 'Better'])
    const scripted = await open(true)
    await scripted.goto(page.url())
    const found = { edit: await faultsOf(scripted), list: [] as string[], learner: [] as string[] }
    await scripted.getByRole('button', { name: 'Publish' }).click()
    await scripted.getByRole('link', { name: 'As learners see it' }).click()
    await scripted.getByRole('link', { name: 'Question c' }).first().waitFor()
    found.learner = await faultsOf(scripted)
    await scripted.goto('/')
    await scripted.getByRole('heading', { name: 'Pathways' }).waitFor()
    found.list = await faultsOf(scripted)
    expect(found).toEqual({ edit: [], list: [], learner: [] })
    // Where blocks are used is followed a moment later.
    const uses = async () => {
      await scripted.goto(`/author/blocks/${encodeURIComponent(lb('c'))}`)
      return scripted.getByRole('link', { name: 'To seven' }).count()
    }
    await expect.poll(uses, { timeout: 15_000, interval: 500 }).toBe(1)
    await scripted.context().close()
    await page.context().close()
  }, 90_000)
})
