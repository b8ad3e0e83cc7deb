import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canWalk, Story } from '../stories/story.js'
import { moveByHand } from './by-hand.js'
import { faultsOf } from './page-faults.js'

const library = '/author/libraries/lib%3AOrg%3ASums'

describe.skipIf(!canWalk)('pages of libraries, in a browser', () => {
  let story: Story

  beforeAll(async () => {
    story = await Story.open({ author: () => true, learner: () => ({ id: 'ann', name: 'Ann' }) })
  }, 60_000)

  afterAll(() => story[Symbol.asyncDispose]())

  it('make, fill, show and publish one with the keyboard alone, without scripts', async () => {
    const page = await story.window('ann', {
      javaScriptEnabled: false,
      viewport: { width: 390, height: 800 },
    })
    await page.goto('/author/libraries')
    for (const [label, text] of [
      ['Title', 'Sums'],
      ['Organisation', 'Org'],
      ['Short name', 'Sums'],
    ] as const) {
      await page.getByLabel(label, { exact: true }).focus()
      await page.keyboard.type(text)
    }
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Sums' }).waitFor()
    await page.getByText('Add a block').press('Enter')
    await page.getByText('Paste OLX').press('Enter')
    await page
      .getByLabel('OLX of one block')
      .fill(
        '<problem display_name="Two and two"><numericalresponse answer="4"><label>2 + 2?</label><formulaequationinput/></numericalresponse></problem>',
      )
    await page.getByRole('button', { name: 'Add' }).press('Enter')
    expect(await page.getByRole('status').textContent()).toContain('Added to the draft')
    await page.goto(library)
    await page.getByRole('link', { name: 'Preview “Two and two”' }).press('Enter')
    const frame = page.frameLocator('iframe')
    await frame.getByText('2 + 2?').waitFor()
    await page.getByRole('link', { name: 'See the changes and publish' }).press('Enter')
    await page.getByRole('button', { name: 'Publish everything' }).press('Enter')
    expect(await page.getByRole('alert').textContent()).toContain('Give this version a name')
    await page.getByLabel('Name').fill('First')
    await page.getByRole('button', { name: 'Publish everything' }).press('Enter')
    expect(await page.getByRole('status').textContent()).toContain('Published')
    await page.context().close()
  }, 90_000)

  it.each([
    ['phone', 390],
    ['desktop', 1280],
  ])(
    'are for everybody, on a %s',
    async (_name, width) => {
      const page = await story.window('ann', { viewport: { width, height: 800 } })
      await page.goto(library)
      await page.getByRole('link', { name: /^Preview “Two and two/ }).click()
      await page.frameLocator('iframe').getByText('2 + 2?').waitFor()
      const found: Record<string, string[]> = { library: await faultsOf(page) }
      await page.getByRole('link', { name: /^Two and two/ }).click()
      await page.getByRole('textbox', { name: 'Display name' }).first().fill(`Two and two, ${width}`)
      found['block'] = await faultsOf(page)
      await page.getByRole('button', { name: 'Save', exact: true }).first().click()
      await page.getByRole('link', { name: 'History', exact: true }).click()
      found['history'] = await faultsOf(page)
      for (const path of ['/author/libraries', `${library}/publish`]) {
        await page.goto(path)
        found[path] = await faultsOf(page)
      }
      expect(Object.entries(found).filter(([, all]) => all.length > 0)).toEqual([])
      await page.context().close()
    },
    90_000,
  )

  it('are walked with the keyboard alone, without scripts: a unit filled and put in order, settings of many, an import', async () => {
    const page = await story.window('ann', {
      javaScriptEnabled: false,
      viewport: { width: 390, height: 800 },
    })
    const press = (name: RegExp | string) =>
      page.getByRole('button', { name, exact: true }).first().press('Enter')
    await page.goto(library)
    await page.getByText('Add a block').press('Enter')
    await page.getByLabel('Type').first().selectOption('unit')
    await press('Add')
    await page.getByRole('link', { name: /Choose blocks/ }).press('Enter')
    for (const box of await page.getByRole('checkbox', { name: /^Tick/ }).all()) {
      const name = await box.getAttribute('aria-label')
      if (name?.includes('Two and two') === true) await box.press('Space')
    }
    await page.getByText('With the blocks that are ticked').press('Enter')
    await press('Change their settings')
    await page.getByLabel('Maximum attempts', { exact: true }).fill('4')
    await press('Show what would change')
    await press(/^Change \d/)
    expect(await page.getByRole('status').textContent()).toContain('changed in the draft')
    await press('Undo')
    expect(await page.getByRole('status').textContent()).toContain('Taken back')
    await page.getByText('With the blocks that are ticked').press('Enter')
    await page.getByRole('radio', { name: /^All/ }).press('Space')
    await page
      .getByRole('checkbox', { name: /^Tick “Unit/ })
      .first()
      .waitFor()
    await story.site.host.libraries.operate('lib:Org:Sums', [
      { do: 'add', parent: 'lib:Org:Sums', olx: '<problem url_name="z" display_name="Zero"/>' },
    ])
    const { children = [] } =
      (await (await story.site.host.content.view('lib:Org:Sums', 'draft')).block('lib:Org:Sums')) ?? {}
    const unit = children.find((key) => key.includes(':unit:')) ?? ''
    const problems = children.filter((key) => key.includes(':problem:'))
    await story.site.host.libraries.operate(
      'lib:Org:Sums',
      problems.map((usage) => ({ do: 'place' as const, usage, parent: unit, index: 99 })),
    )
    await page.goto(`/author/blocks/${encodeURIComponent(unit)}`)
    await press(/Move down/)
    expect(await page.getByRole('status').textContent()).toContain('Moved')
    expect(await page.locator(':focus').getAttribute('name')).toMatch(/up|down/)
    await page.goto('/author/imports')
    const archive = await fetch(`${story.address}/api/v1/contexts/lib%3AOrg%3ASums/export?format=zip`)
    const buffer = Buffer.from(await archive.arrayBuffer())
    await page.getByLabel('Archive').setInputFiles({ name: 'sums.zip', mimeType: 'application/zip', buffer })
    await page.getByText('More choices').click()
    await page.getByLabel('Take a library in under another key').fill('lib:Org:Copy')
    await press('Import')
    // The page asks for itself again until the work is done.
    await page.getByRole('link', { name: 'Keep as a draft' }).waitFor({ timeout: 30_000 })
    await page.context().close()
  }, 90_000)

  it('are all for everybody, in the dark on a phone', async () => {
    const page = await story.window('ann', {
      colorScheme: 'dark',
      hasTouch: true,
      viewport: { width: 390, height: 800 },
    })
    const { children = [] } =
      (await (await story.site.host.content.view('lib:Org:Sums', 'draft')).block('lib:Org:Sums')) ?? {}
    const unit = children.find((key) => key.includes(':unit:')) ?? ''
    await story.site.host.catalogue.collections.change('lib:Org:Sums', [
      { do: 'set', key: 'one', title: 'One' },
    ])
    const own = `/author/blocks/${encodeURIComponent('lb:Org:Sums:problem:z')}`
    await story.site.host.libraries.operate('lib:Org:Sums', [
      { do: 'put-file', usage: 'lb:Org:Sums:problem:z', name: 'a.txt', bytes: Buffer.from('a') },
    ])
    const parts = ['collections', 'files', 'set', 'history', 'access', 'settings']
    const paths = [
      ...parts.map((part) => `${library}/${part}`),
      `/author/blocks/${encodeURIComponent(unit)}`,
      own,
      `${own}/files`,
      '/author/imports',
    ]
    const found: Record<string, string[]> = {}
    for (const path of paths) {
      await page.goto(path)
      await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
      found[path] = await faultsOf(page)
    }
    await page.goto(`/author/blocks/${encodeURIComponent(unit)}`)
    const titles = () => page.locator('.members .member-name a').allTextContents()
    const [first = '', second = '', ...rest] = await titles()
    const members = page.locator('.members li')
    await moveByHand(page, members.nth(1).locator('.grip'), members.first(), 0.1, 'finger')
    await page.getByRole('status').getByText('Moved').waitFor()
    expect(await titles()).toEqual([second, first, ...rest])
    await page.goto(`${library}/set`)
    await page.getByLabel('Maximum attempts', { exact: true }).fill('9')
    await page.getByRole('button', { name: 'Show what would change' }).click()
    found['plan'] = await faultsOf(page)
    await story.site.host.libraries.setAll('lib:Org:Sums', { settings: { max_attempts: 8 } })
    await page.getByRole('button', { name: /^Change \d/ }).click()
    await page.getByRole('alert').waitFor()
    found['clash'] = await faultsOf(page)
    expect(Object.entries(found).filter(([, all]) => all.length > 0)).toEqual([])
    await page.context().close()
  }, 90_000)
})
