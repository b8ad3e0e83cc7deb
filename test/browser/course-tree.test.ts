import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Locator, Page } from 'playwright-core'
import { canWalk, Story } from '../stories/story.js'
import { moveByHand } from './by-hand.js'

const context = 'course-v1:O+Tree+R'
const key = (type: string, id: string) => `block-v1:O+Tree+R+type@${type}+block@${id}`
const unit = (name: string) => `<vertical url_name="${name}" display_name="Unit ${name}"/>`

describe.skipIf(!canWalk)('the tree of a course', () => {
  let story: Story
  let author: Page
  beforeAll(async () => {
    story = await Story.open({ author: (_, { id }) => id.startsWith('staff') })
    await story.site.publish({
      'course.xml': `<course org="O" course="Tree" url_name="R" display_name="Tree">
        <chapter url_name="a" display_name="Section A">
          <sequential url_name="a1" display_name="Part A1">${unit('one')}${unit('two')}${unit('three')}</sequential>
          <sequential url_name="a2" display_name="Part A2"/></chapter>
        <chapter url_name="b" display_name="Section B"><sequential url_name="b1" display_name="Part B1">${unit('four')}</sequential></chapter></course>`,
    })
    // All of the tree is seen, as the page scrolls while something is held near an edge.
    author = await story.window('staff', { viewport: { width: 1280, height: 1400 }, hasTouch: true })
  }, 60_000)
  afterAll(() => story[Symbol.asyncDispose]())

  /** The tree as text, as somebody reads it: `A(A1(one two) A2)`. */
  const tree = async (): Promise<string> => {
    const lines = await author.locator('.tree-line').evaluateAll((all) =>
      all.map((line) => {
        let level = 0
        for (let at = line.parentElement; at; at = at.parentElement) if (at.matches('ol.tree')) level++
        return { level, name: line.querySelector('.tree-title')?.textContent?.replace(/^\w+ /, '') ?? '' }
      }),
    )
    let text = ''
    let before = 0
    for (const { level, name } of lines) {
      text += level > before ? '(' : level < before ? ') '.repeat(before - level) : ' '
      text += name
      before = level
    }
    return text.slice(1)
  }
  const asImported = 'A(A1(one two three) A2) B(B1(four'
  const line = (name: string) =>
    author.locator('.tree-row', { has: author.getByRole('link', { name, exact: true }) })
  const open = () => author.goto(`/author/contexts/${encodeURIComponent(context)}`)

  /** Moves a line by its grip, to a height within another element. */
  const drag = (name: string, to: Locator, height: number, by?: 'mouse' | 'finger') =>
    moveByHand(author, line(name).locator('.grip'), to, height, by)
  const undone = async () => {
    await author.getByRole('button', { name: 'Undo' }).click()
    await author.getByText('Taken back').waitFor()
  }

  it.each<[what: string, move: () => Promise<void>, title: string, after: string]>([
    [
      'a unit to another place in its list',
      () => drag('Unit one', line('Unit three'), 0.9),
      'Unit one',
      'A(A1(two three one) A2) B(B1(four',
    ],
    [
      'a unit to a subsection of another section',
      () => drag('Unit two', line('Unit four'), 0.1),
      'Unit two',
      'A(A1(one three) A2) B(B1(two four',
    ],
    [
      'a unit into an empty subsection',
      () => drag('Unit two', line('Part A2'), 0.5),
      'Unit two',
      'A(A1(one three) A2(two) ) B(B1(four',
    ],
    [
      'a subsection to another section',
      () => drag('Part A2', line('Part B1'), 0.1),
      'Part A2',
      'A(A1(one two three) ) B(A2 B1(four',
    ],
    [
      'a section before another one',
      () => drag('Section B', line('Section A'), 0.1),
      'Section B',
      'B(B1(four) ) A(A1(one two three) A2',
    ],
    [
      'a unit by a finger',
      () => drag('Unit three', line('Unit one'), 0.1, 'finger'),
      'Unit three',
      'A(A1(three one two) A2) B(B1(four',
    ],
    [
      'a section by the keyboard',
      async () => {
        await author.getByRole('link', { name: 'Section A', exact: true }).focus()
        await author.keyboard.press('Alt+ArrowDown')
      },
      'Section A',
      'B(B1(four) ) A(A1(one two three) A2',
    ],
  ])('takes %s, and takes it back', async (_what, move, title, after) => {
    await open()
    expect(await tree()).toBe(asImported)
    await move()
    await author.getByText(`“${title}” is moved, in the draft.`).waitFor()
    expect(await tree()).toBe(after)
    await undone()
    expect(await tree()).toBe(asImported)
  })

  it('leaves a line where it was that is given up, or put where nothing takes it', async () => {
    await open()
    const [grip, target] = await Promise.all(
      [line('Unit one').locator('.grip'), line('Unit three')].map((one) => one.boundingBox()),
    )
    if (!grip || !target) throw new Error('The tree cannot be seen.')
    const marks = author.locator('.is-before, .is-behind, .is-into, .is-dragged')
    await author.mouse.move(grip.x + 5, grip.y + 5)
    await author.mouse.down()
    await author.mouse.move(target.x + 80, target.y + target.height * 0.9, { steps: 3 })
    expect(await marks.count()).toBe(2)
    await author.keyboard.press('Escape')
    expect(await marks.count()).toBe(0)
    await author.mouse.up()
    // A unit does not stand among sections, nor outside of the tree.
    await drag('Unit one', author.getByRole('heading', { level: 1 }), 0.5)
    expect(await marks.count()).toBe(0)
    expect(new URL(author.url()).search).toBe('')
    expect(await tree()).toBe(asImported)
  })

  it('makes a move over what others changed elsewhere, and asks where they changed the same line', async () => {
    const other = (usage: string, title: string) =>
      story.site.host.drafts.operate(
        context,
        [{ do: 'edit', edit: { usage, content: {}, settings: { display_name: title }, reset: [] } }],
        { author: 'staff bob' },
      )
    await open()
    await other(key('vertical', 'four'), 'Unit 4')
    await drag('Unit two', line('Unit one'), 0.1)
    await author.getByText('“Unit two” is moved, in the draft.').waitFor()
    expect(await tree()).toBe('A(A1(two one three) A2) B(B1(4')
    await other(key('vertical', 'two'), 'Unit 2')
    expect(await author.getByRole('button', { name: 'Undo' }).count()).toBe(1)
    await drag('Unit two', line('Part A2'), 0.5)
    await author.getByRole('heading', { name: 'Somebody else changed this meanwhile' }).waitFor()
    const main = await author.getByRole('main').textContent()
    expect(main).toContain('You wanted to move “Unit 2”.')
    expect(main).toMatch(/Changed: 1[^]*Unit 2/)
    const view = await story.site.host.content.view(context, 'draft')
    expect((await view.block(key('sequential', 'a2')))?.children).toEqual([])
  })

  it('moves lines of a later page of a long list to where they are put', async () => {
    const long = 'course-v1:O+Long+R'
    const all = Array.from({ length: 103 }, (_, index) => unit(`n${index}`)).join('')
    await story.site.publish({
      'course.xml': `<course org="O" course="Long" url_name="R"><chapter url_name="c"><sequential url_name="s" display_name="Long">${all}</sequential></chapter></course>`,
    })
    const list = 'block-v1:O+Long+R+type@sequential+block@s'
    const later = `/author/contexts/${encodeURIComponent(long)}?${new URLSearchParams({ at: list, from: '100' }).toString()}`
    await author.goto(later)
    await drag('Unit n102', line('Unit n100'), 0.1)
    await author.getByText('“Unit n102” is moved, in the draft.').waitFor()
    const { children = [] } = (await (await story.site.host.content.view(long, 'draft')).block(list)) ?? {}
    expect(children.slice(-4).map((one) => one.split('@').at(-1))).toEqual(['n99', 'n102', 'n100', 'n101'])
    // The first line of the page is not the first of the list.
    await author.goto(later)
    await author.getByRole('link', { name: 'Unit n102', exact: true }).focus()
    await author.keyboard.press('Alt+ArrowUp')
    await author.getByText('“Unit n102” is moved, in the draft.').waitFor()
    const moved = (await (await story.site.host.content.view(long, 'draft')).block(list))?.children ?? []
    expect(moved.slice(-4).map((one) => one.split('@').at(-1))).toEqual(['n102', 'n99', 'n100', 'n101'])
  })
})
