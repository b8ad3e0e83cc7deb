import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nodeServer } from '../../host/index.js'
import { libraryWith } from '../content/migrate/made-store.js'
import { MadeSite } from '../host/made-site.js'
import { chromiumPath } from './chromium.js'

const built = existsSync(fileURLToPath(new URL('../../dist/client/page.js', import.meta.url)))
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const [library, course] = ['lib:O:L', 'course-v1:O+C+R']
const updates = `/author/contexts/${encodeURIComponent(course)}/updates`
const lb = (id: string) => `lb:O:L:problem:${id}`
const problem = (id: string) =>
  `<problem display_name="Question ${id}" max_attempts="1"><numericalresponse answer="1"><label>What is ${id}?</label><formulaequationinput/></numericalresponse></problem>`

describe.skipIf(!chromiumPath || !built)('pages of updates, policy groups and pathways, in a browser', () => {
  let site: MadeSite
  let browser: Browser
  let address: string
  let close: () => Promise<void>

  beforeAll(async () => {
    site = await MadeSite.open({ author: () => true, learner: () => ({ id: 'ann', name: 'Ann' }) })
    const components = Object.fromEntries(['a', 'b', 'c'].map((id) => [`problem/${id}`, problem(id)]))
    const { version } = await site.publish(libraryWith(components))
    const one = (id: string, title: string, blocks: readonly string[]) =>
      `<library_content_v2 url_name="${id}" display_name="${title}" source_libraries='["${library}:${version}"]' library_blocks='${JSON.stringify(blocks)}' block_field_overrides='{"${lb('a')}": {"max_attempts": 7}}'/>`
    await site.publish({
      'course.xml': `<course org="O" course="C" url_name="R" display_name="Numbers"><chapter url_name="c"><sequential url_name="s"><vertical url_name="u" display_name="First unit">${one('r', 'Some questions', [lb('a'), lb('b')])}</vertical><vertical url_name="w" display_name="Second unit">${one('t', 'One question', [lb('a')])}${one('x', 'Another', [lb('c')])}</vertical></sequential></chapter></course>`,
    })
    const [lesson = ''] = (
      await site.host.drafts.operate(library, [{ do: 'add', parent: library, type: 'unit' }])
    ).usages
    await site.host.drafts.operate(library, [
      { do: 'edit', edit: { usage: lesson, content: {}, settings: { display_name: 'Lesson' }, reset: [] } },
      { do: 'place', usage: lb('a'), parent: lesson },
    ])
    await site.host.authoring.publish(library, undefined, undefined, { name: 'Winter' })
    const inCourse = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
    await site.host.upstreams.add(lb('a'), { parent: inCourse('vertical', 'u') })
    await site.host.upstreams.add(lesson, { parent: inCourse('sequential', 's') })
    await site.host.drafts.operate(library, [
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
    await site.host.authoring.publish(library, undefined, undefined, { name: 'Spring' })
    const server = nodeServer(site.host.answer)
    address = await server.listen({ host: '127.0.0.1', port: 0 })
    close = () => server.close()
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] })
  }, 60_000)

  afterAll(async () => {
    await browser.close()
    await close()
    await site.close()
  })

  /** What stands in the way of anybody on a page, as axe finds it, or a page that is wider than its window. */
  const faults = async (page: Page) => {
    await page.evaluate(axe)
    const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
      'axe.run()',
    )
    const isWide = await page.evaluate<boolean>(
      'document.documentElement.scrollWidth > document.documentElement.clientWidth',
    )
    return [...violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), ...(isWide ? ['wide'] : [])]
  }

  it.each([
    ['phone', 390],
    ['desktop', 1280],
  ])(
    'are for everybody, on a %s',
    async (name, width) => {
      const context = await browser.newContext({ bypassCSP: true, viewport: { width, height: 800 } })
      const page = await context.newPage()
      page.setDefaultTimeout(15_000)
      await page.goto(`${address}${updates}`)
      const found = { list: await faults(page), preview: [] as string[], copies: [] as string[] }
      await page.getByRole('link', { name: 'Preview the update of “Some questions”' }).click()
      await page.frameLocator('iframe >> nth=0').getByText('What is b?').first().waitFor()
      await page.frameLocator('iframe >> nth=1').getByText('What is a?').first().waitFor()
      found.preview = await faults(page)
      await page.goto(`${address}${updates.replace(/updates$/, 'upstreams')}`)
      found.copies = await faults(page)
      expect(await page.getByText('3 linked, 3 behind, 0 declined, 0 broken.').count()).toBe(1)
      for (const [name, text] of [
        ['Preview the update of “Question a”', 'Question a: max_attempts'],
        ['Preview the update of “Lesson”', 'Added: 1'],
      ] as const) {
        await page.getByRole('link', { name }).first().click()
        await page.getByText(text).first().waitFor()
        found.copies.push(...(await faults(page)))
        await page.goBack()
      }
      await page.goto(`${address}${updates.replace(/updates$/, 'policies/Exam')}`)
      await page.getByLabel('Another setting').selectOption({ label: 'Maximum attempts' })
      await page.getByLabel('From', { exact: true }).selectOption('end')
      await page.getByRole('button', { name: 'Add this moment' }).click()
      await page.getByRole('checkbox', { name: 'Some questions' }).check()
      await page.getByRole('button', { name: 'See what it changes' }).click()
      await page.getByRole('heading', { name: 'What it changes' }).waitFor()
      const policies = await faults(page)
      expect({ ...found, policies }).toEqual({ list: [], preview: [], copies: [], policies: [] })
      await context.close()
    },
    60_000,
  )

  it('tell, preview, ignore, update and undo with the keyboard alone, without scripts', async () => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 390, height: 800 },
    })
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    await page.goto(`${address}${updates}`)
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
      `${address}/author/blocks/${encodeURIComponent('block-v1:O+C+R+type@library_content_v2+block@r')}/update`,
    )
    expect(await page.getByText('The reference is at this version').count()).toBe(1)
    await context.close()
  }, 60_000)

  it('make a policy group, show what it changes, and let it hold in one step that is undone, with the keyboard alone, without scripts', async () => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 390, height: 800 },
    })
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    const { policies } = site.host
    await page.goto(`${address}/author/contexts/${encodeURIComponent(course)}`)
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
    await context.close()
  }, 60_000)

  it('make a pathway of library blocks, with the keyboard alone and without scripts, and publish it as one', async () => {
    const open = async (javaScriptEnabled: boolean) => {
      const context = await browser.newContext({
        javaScriptEnabled,
        bypassCSP: true,
        viewport: { width: 390, height: 800 },
      })
      const page = await context.newPage()
      page.setDefaultTimeout(15_000)
      return { page, context }
    }
    const { page, context } = await open(false)
    const order = () => page.locator('ol.reference-pool .title').allTextContents()
    await page.goto(`${address}/author/pathways`)
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
    await scripted.page.goto(page.url())
    const found = { edit: await faults(scripted.page), list: [] as string[], learner: [] as string[] }
    await scripted.page.getByRole('button', { name: 'Publish' }).click()
    await scripted.page.getByRole('link', { name: 'As learners see it' }).click()
    await scripted.page.getByRole('link', { name: 'Question c' }).first().waitFor()
    found.learner = await faults(scripted.page)
    await scripted.page.goto(`${address}/`)
    await scripted.page.getByRole('heading', { name: 'Pathways' }).waitFor()
    found.list = await faults(scripted.page)
    expect(found).toEqual({ edit: [], list: [], learner: [] })
    // Where blocks are used is followed a moment later.
    const uses = async () => {
      await scripted.page.goto(`${address}/author/blocks/${encodeURIComponent(lb('c'))}`)
      return scripted.page.getByRole('link', { name: 'To seven' }).count()
    }
    await expect.poll(uses, { timeout: 15_000, interval: 500 }).toBe(1)
    await scripted.context.close()
    await context.close()
  }, 90_000)
})
