import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, openBrowser } from './chromium.js'
import { faultsOf } from './page-faults.js'
import { StartedHost } from './started-host.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const built = existsSync(join(root, 'dist/client/author.js'))
const script = fileURLToPath(new URL('./editors-host.mjs', import.meta.url))
const pluginFolder = fileURLToPath(new URL('../host/editor-plugin/', import.meta.url))
const usage = (type: string, id: string) =>
  `/author/blocks/${encodeURIComponent(`block-v1:O+C+R+type@${type}+block@${id}`)}`

describe.skipIf(!chromiumPath || !built)('an editor of a block’s own, in a browser', () => {
  let folder: string
  let host: StartedHost
  let addresses: readonly string[]
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'own-editors-'))
    mkdirSync(join(folder, 'course'))
    mkdirSync(join(folder, 'plugin', 'node_modules'), { recursive: true })
    symlinkSync(root, join(folder, 'plugin', 'node_modules', 'unit-compositor'))
    cpSync(join(pluginFolder, 'client'), join(folder, 'plugin', 'client'), { recursive: true })
    await build({
      entryPoints: [join(pluginFolder, 'editor-plugin.ts')],
      outfile: join(folder, 'plugin', 'editor-plugin.mjs'),
      format: 'esm',
      target: 'es2022',
      tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
    })
    writeFileSync(
      join(folder, 'course', 'course.xml'),
      `<course org="O" course="C" url_name="R" display_name="Course"><chapter url_name="ch"><sequential url_name="q">
        <vertical url_name="v"><span url_name="s" old="x"/><scale url_name="e"/></vertical></sequential></chapter></course>`,
    )
    host = await StartedHost.start(script, folder, join(folder, 'plugin', 'editor-plugin.mjs'))
    addresses = host.said.split(' ')
    browser = await openBrowser()
    page = await browser.newPage({ viewport: { width: 390, height: 800 } })
  }, 90_000)

  afterAll(async () => {
    await browser.close()
    await host.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const status = () => page.locator('.author-editor [role=status]')
  const said = async (words: string) => {
    await expect.poll(() => status().textContent()).toBe(words)
  }

  it('saves by the keyboard alone, says how it went, and shows the preview anew', async () => {
    await page.goto(`${addresses[0]}${usage('scale', 'e')}`)
    const highest = page.getByLabel('Highest')
    await page.getByRole('button', { name: 'Suggest' }).press('Enter')
    await expect.poll(() => highest.inputValue()).toBe('11')
    await highest.press('Enter')
    await said('Saved.')
    await page.getByText('A preview from 1 to 11').waitFor()
    expect(await faultsOf(page)).toEqual([])
  })

  it('keeps what is typed where it is refused, and where somebody else saved meanwhile', async () => {
    const lowest = page.getByLabel('Lowest')
    await lowest.fill('12')
    await lowest.press('Enter')
    await said('Nothing was saved. low: The lowest (12) is above the highest (11).')
    const other = await browser.newPage()
    await other.goto(page.url())
    await other.getByLabel('Lowest').fill('2')
    await other.getByLabel('Lowest').press('Enter')
    await other.getByText('Saved.').waitFor()
    await other.close()
    await lowest.fill('5')
    await lowest.press('Enter')
    await expect
      .poll(() => status().textContent())
      .toMatch(/^Nothing was saved\. low: Somebody else changed this/)
    expect(await lowest.inputValue()).toBe('5')
    await lowest.press('Enter')
    await said('Saved.')
  })

  it('is made anew as the block is saved where its author cancels', async () => {
    await page.getByLabel('Lowest').fill('7')
    await page.getByRole('button', { name: 'Cancel' }).press('Enter')
    await expect.poll(() => page.getByLabel('Lowest').inputValue()).toBe('5')
  })

  it('has a form in its place where there is none, at the width of a phone', async () => {
    await page.goto(`${addresses[0]}${usage('span', 's')}`)
    await page.getByText('Advanced').press('Enter')
    await page.getByLabel('Old name', { exact: true }).fill('y')
    await page.getByLabel('run', { exact: true }).check()
    await page.getByLabel('Opens', { exact: true }).fill('2026-06-01T09:30')
    await page.getByLabel('Room', { exact: true }).selectOption('Aula')
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).press('Enter')
    await page.getByText('Saved in the draft.').waitFor()
    expect(await page.getByLabel('Opens', { exact: true }).inputValue()).toBe('2026-06-01T09:30')
    expect(await page.getByLabel('run', { exact: true }).isChecked()).toBe(true)
  })

  it('saves into the scenario’s fields in the workbench, in any language and time zone', async () => {
    await page.setViewportSize({ width: 1300, height: 900 })
    await page.goto(`${addresses[1]}/?scenario=editors%2Fscale&view=author_view&locale=ar&zone=Asia%2FTokyo`)
    const frame = page.frameLocator('#frame')
    await frame.getByLabel('Lowest').fill('4')
    await frame.getByLabel('Lowest').press('Enter')
    await frame.getByText('Saved.').waitFor()
    await frame.getByText('A preview from 4 to 9').waitFor()
    expect(await frame.locator('main').getAttribute('dir')).toBe('rtl')
    await expect.poll(() => page.getByLabel('low', { exact: true }).inputValue()).toBe('4')
    const inside = page.frames()[1]
    expect(await faultsOf(page)).toEqual([])
    expect(inside && (await faultsOf(inside))).toEqual([])
  })
})
