import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, openBrowser } from './chromium.js'
import { faultsOf } from './page-faults.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const cli = join(root, 'dist/cli/main.js')
const unit = (id: string) =>
  `/units/${encodeURIComponent(`block-v1:UnitCompositor+SKY101+2026+type@vertical+block@${id}`)}`
const course = `/contexts/${encodeURIComponent('course-v1:UnitCompositor+SKY101+2026')}`

describe.skipIf(!chromiumPath || !existsSync(cli))('the demo in a browser, on the built package', () => {
  const store = mkdtempSync(join(tmpdir(), 'browser-demo-'))
  let server: ChildProcess
  let address: string
  let browser: Browser
  let page: Page
  const errors: string[] = []

  const serve = async () => {
    server = spawn(process.execPath, [cli, 'serve', '--store', store, '--port', '8500'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    if (!server.stdout) throw new Error('The server has no stdout.')
    const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string]
    address = line.replace('Serving on ', '')
  }
  const stop = async () => {
    server.kill('SIGTERM')
    await once(server, 'exit')
  }
  const become = async (name: string) => {
    await page.getByLabel('Learner').selectOption(name)
    await page.getByRole('button', { name: 'Switch' }).click()
  }
  const problems = () =>
    page.locator('.xblock-problem').evaluateAll((all) => all.map((one) => one.getAttribute('data-usage-key')))

  beforeAll(async () => {
    for (const part of ['library', 'course']) {
      execFileSync(process.execPath, [cli, 'import', join(root, 'demo', part), '--store', store])
    }
    await serve()
    browser = await openBrowser()
    page = await browser.newPage()
    page.on('pageerror', (error) => errors.push(error.message))
  }, 60_000)

  afterAll(async () => {
    await browser.close()
    await stop()
    rmSync(store, { recursive: true, force: true })
  })

  it('leads from the list of courses over the outline to a unit and on to the next', async () => {
    await page.goto(address)
    await page.getByRole('link', { name: 'Reading the Night Sky' }).click()
    await page.getByRole('link', { name: 'A ruler at the end of your arm' }).click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('A ruler at the end of your arm')
    await page.getByRole('link', { name: /From the Big Dipper to Polaris/ }).click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('From the Big Dipper to Polaris')
  })

  it('checks an answer without leaving the page, counts the attempt and keeps both over a restart', async () => {
    await page.goto(address + unit('hand-unit'))
    const problem = page.locator('.xblock-problem').first()
    await problem.getByRole('textbox').fill('25')
    await problem.getByRole('button', { name: 'Submit' }).click()
    await problem.getByText('You have used 1 of 3 attempts').waitFor()
    expect(await problem.getByRole('textbox').inputValue()).toBe('25')
    expect(await problem.locator('.status.correct').count()).toBe(1)
    await stop()
    await serve()
    await page.goto(address + unit('hand-unit'))
    await page.locator('.xblock-problem').first().getByText('You have used 1 of 3 attempts').waitFor()
    await page.goto(address + course)
    expect(await page.locator('.total').textContent()).toMatch(/1 of \d+/)
  })

  it('shows another learner another draw, and nothing of what the first one did', async () => {
    await page.goto(address + unit('planet-practice-unit'))
    const drawn = new Map<string, (string | null)[]>()
    for (const name of ['Alice', 'Bob', 'Chandra']) {
      await become(name)
      drawn.set(name, await problems())
    }
    for (const keys of drawn.values()) expect(keys).toHaveLength(3)
    expect(new Set([...drawn.values()].map(String)).size).toBeGreaterThan(1)
    await become('Alice')
    expect(await problems()).toEqual(drawn.get('Alice'))
    await become('Bob')
    await page.goto(address + unit('hand-unit'))
    expect(await page.getByText('You have used 0 of 3 attempts').count()).toBeGreaterThan(0)
    expect(await page.locator('.xblock-problem').first().getByRole('textbox').inputValue()).toBe('')
  })

  it.each([
    ['the list of courses', '/'],
    ['the outline', course],
    ['a unit of text and problems', unit('hand-unit')],
    ['a unit with library problems and a video', unit('moon-review-unit')],
    ['a unit with maths', unit('pole-height-unit')],
    ['a page that is not there', '/units/nothing'],
  ])('has no accessibility fault on %s', async (_what, path) => {
    await page.setViewportSize({ width: 390, height: 800 })
    await page.goto(address + path)
    expect(await page.locator('main').ariaSnapshot()).not.toMatch(/- (radio|checkbox|textbox|combobox)$/m)
    expect(await faultsOf(page)).toEqual([])
  })

  describe('edited by its staff', () => {
    const hand = `/author/blocks/${encodeURIComponent('block-v1:UnitCompositor+SKY101+2026+type@vertical+block@hand-unit')}`
    const moon = hand.replace('hand-unit', 'moon-review-unit')

    it('changes a problem by keyboard, sees what does not fit, and publishes', async () => {
      await page.setViewportSize({ width: 1200, height: 900 })
      await page.goto(address + unit('hand-unit'))
      await become('Staff')
      await page.getByRole('link', { name: 'Edit' }).click()
      await page.getByRole('link', { name: 'Two and a half fists', exact: true }).click()
      const field = page.getByLabel('Grace period', { exact: true })
      await field.focus()
      await page.keyboard.press('ControlOrMeta+A')
      await page.keyboard.type('many')
      await page.keyboard.press('Enter')
      expect(await page.getByRole('alert').textContent()).toContain('One value does not fit')
      expect(await field.getAttribute('aria-invalid')).toBe('true')
      expect(await field.inputValue()).toBe('many')
      expect(await faultsOf(page)).toEqual([])
      await field.fill('1 day')
      const attempts = page.getByLabel('Maximum attempts', { exact: true })
      await attempts.fill('8')
      await attempts.press('Enter')
      expect(await page.getByRole('status').textContent()).toContain('Saved in the draft')
      await page.getByRole('link', { name: 'See the changes and publish' }).press('Enter')
      await page.getByRole('button', { name: 'Publish everything' }).press('Enter')
      expect(await page.getByRole('status').textContent()).toContain('learners see it now')
      await page.goto(address + unit('hand-unit'))
      await become('Chandra')
      await page.getByText('You have used 0 of 8 attempts').waitFor()
      expect(await page.getByRole('link', { name: 'Edit' }).count()).toBe(0)
    })

    it('overrides a library’s problem in one place, and goes back to what the library has', async () => {
      await become('Staff')
      const open = async () => {
        await page.goto(address + moon)
        await page.getByRole('link', { name: /^(What makes the phases|Phases, our way)$/ }).click()
      }
      await open()
      expect(await page.getByText('This is a block of the library').count()).toBe(1)
      await page.getByLabel('Display name', { exact: true }).fill('Phases, our way')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('link', { name: 'See the changes and publish' }).click()
      await page.getByRole('button', { name: 'Publish everything' }).click()
      await page.getByText('learners see it now').waitFor()
      await page.goto(address + unit('moon-review-unit'))
      expect(await page.getByRole('heading', { name: 'Phases, our way' }).count()).toBe(1)
      await open()
      await page.getByRole('button', { name: 'Display name: Reset to what the library has' }).click()
      await page.getByRole('link', { name: 'See the changes and publish' }).click()
      await page.getByRole('button', { name: 'Publish everything' }).click()
      await page.getByText('learners see it now').waitFor()
      await page.goto(address + unit('moon-review-unit'))
      expect(await page.getByRole('heading', { name: 'What makes the phases' }).count()).toBe(1)
    })

    it('asks before a page with changes is left, and shows what others saved beside what was typed', async () => {
      const asked: string[] = []
      page.on('dialog', (dialog) => {
        asked.push(dialog.type())
        void dialog.accept()
      })
      await page.goto(address + hand)
      await page.getByRole('link', { name: 'Two and a half fists', exact: true }).click()
      const own = page.url()
      const name = page.getByLabel('Display name', { exact: true })
      await name.pressSequentially(' mine')
      await page.goto(address + hand)
      expect(asked).toEqual(['beforeunload'])
      await page.goto(own)
      const elsewhere = await browser.newContext({ storageState: await page.context().storageState() })
      const other = await elsewhere.newPage()
      await other.goto(own)
      await other.getByLabel('Display name', { exact: true }).fill('Theirs')
      await other.getByRole('button', { name: 'Save' }).click()
      await elsewhere.close()
      await name.fill('Mine')
      await page.getByRole('button', { name: 'Save' }).click()
      const choice = page.getByRole('group', { name: 'Somebody else changed Display name meanwhile' })
      expect(await choice.textContent()).toContain('Theirs')
      expect(await faultsOf(page)).toEqual([])
      await name.fill('Two and a half fists')
      await page.getByRole('button', { name: 'Save' }).click()
      expect(await page.getByRole('status').textContent()).toContain('Saved')
      expect(asked).toEqual(['beforeunload'])
    })

    it.each([
      ['phone', 390],
      ['desktop', 1280],
    ])('has no accessibility fault and fits the width of a %s', async (_device, width) => {
      await page.setViewportSize({ width, height: 800 })
      const editing = page.getByRole('link', { name: 'What makes the phases' })
      for (const path of [course.replace('/contexts/', '/author/contexts/'), hand, moon]) {
        await page.goto(address + path)
        if (path === moon) await editing.click()
        expect([path, await faultsOf(page)]).toEqual([path, []])
        const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
        expect(overflow).toBeLessThanOrEqual(0)
      }
    })
  })

  it('raised no error in any page', () => {
    expect(errors).toEqual([])
  })
})
