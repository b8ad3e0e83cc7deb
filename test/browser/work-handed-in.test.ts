import { build } from 'esbuild'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { manifestOf, zipOf } from '../ports/scorm/src/zip-fixture.test.js'
import { chromiumPath, openBrowser } from './chromium.js'
import { faultsOf } from './page-faults.js'
import { PluginHost } from './plugin-host.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const handIn = join(root, 'examples/hand_in')
const built = [join(handIn, 'dist/index.js'), join(root, 'dist/host/index.js')].every((file) =>
  existsSync(file),
)
const unit = (id: string) => `/units/${encodeURIComponent(`block-v1:O+C+R+type@vertical+block@${id}`)}`
const course = `<course org="O" course="C" url_name="R"><chapter url_name="ch"><sequential url_name="s">
  <vertical url_name="essay" display_name="Essay"><hand_in url_name="e" display_name="The tides" task="Say why there are two." points="10"/></vertical>
  <vertical url_name="moon" display_name="Moon"><scorm url_name="walk" display_name="A walk on the Moon" weight="5"/></vertical>
  </sequential></chapter></course>`

/** A package that says where its learner left it, and goes on from there. */
const lesson = `<!doctype html><html><head></head><body><p id="where"></p><button>Walk on</button><script>
  API.LMSInitialize('')
  const place = () => API.LMSGetValue('cmi.core.lesson_location') || 'the start'
  where.textContent = API.LMSGetValue('cmi.core.entry') + ' at ' + place()
  document.querySelector('button').onclick = () => {
    API.LMSSetValue('cmi.core.lesson_location', 'the crater')
    API.LMSSetValue('cmi.core.score.raw', '80')
    API.LMSSetValue('cmi.core.lesson_status', 'passed')
    API.LMSSetValue('cmi.core.exit', 'suspend')
    API.LMSFinish('')
    where.textContent = 'Left at ' + place()
  }
</script></body></html>`

describe.skipIf(!chromiumPath || !built)('work of learners in blocks of plugins, in a browser', () => {
  let [host, browser, folder]: [PluginHost, Browser, string] = [] as never
  beforeAll(async () => {
    // Beside the packages that it imports.
    folder = mkdtempSync(join(root, 'node_modules/.scorm-'))
    const port = join(root, 'test/ports/scorm')
    for (const part of ['client', 'package.json', 'scenarios'])
      cpSync(join(port, part), join(folder, part), { recursive: true })
    await build({
      entryPoints: [join(port, 'src/index.ts')],
      outfile: join(folder, 'dist/index.js'),
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      logLevel: 'error',
    })
    host = await PluginHost.open(course, '', { plugins: [handIn, folder], byHeader: true })
    browser = await openBrowser()
  }, 60_000)
  afterAll(async () => {
    await browser.close()
    await host.close()
    rmSync(folder, { recursive: true })
  })

  const window = async (id: string, path: string, isStaff = false): Promise<Page> => {
    const context = await browser.newContext({
      baseURL: host.address,
      viewport: { width: 390, height: 800 },
      extraHTTPHeaders: { 'x-person': JSON.stringify({ id, name: id, isStaff }) },
    })
    const page = await context.newPage()
    page.setDefaultTimeout(8000)
    await page.goto(path)
    await page.locator('[data-initialized=done]').waitFor()
    return page
  }
  const textFile = { name: 'tides.txt', mimeType: 'text/plain', buffer: Buffer.from('The far side, too.') }

  it('a file is handed in, read and graded by staff, and the learner reads the points and why', async () => {
    const ada = await window('Ada', unit('essay'))
    await ada.getByLabel('Your file (PDF, picture or text)').setInputFiles(textFile)
    await ada.getByLabel('A note to whoever reads it').fill('In a hurry.')
    await ada.getByRole('button', { name: 'Hand in as Ada' }).click()
    await ada.getByRole('link', { name: 'tides.txt' }).waitFor()
    expect(await ada.getByText('For staff').count()).toBe(0)

    const staff = await window('Tom', unit('essay'), true)
    await staff.getByRole('button', { name: 'Show what was handed in' }).click()
    const work = staff.locator('.hand-in-desk form').filter({ hasText: 'Ada' })
    expect(await work.innerText()).toContain('In a hurry.')
    const file = await staff.request.get((await work.getByRole('link').getAttribute('href')) ?? '')
    expect(await file.text()).toBe('The far side, too.')
    await work.getByLabel('Points').fill('8')
    await work.getByLabel('Comment').fill('And the Sun?')
    expect(await faultsOf(staff)).toEqual([])
    await work.getByRole('button', { name: 'Grade' }).click()
    await staff.getByRole('status').filter({ hasText: 'The grade is saved.' }).waitFor()

    await ada.reload()
    expect(await ada.locator('.hand-in-grade').innerText()).toMatch(/8 of 10 points\s*.?And the Sun\?/)
    await ada.getByText('Score: 8 of 10').waitFor()
    expect(await faultsOf(ada)).toEqual([])
  })

  it('a package of SCORM is uploaded, played, scored, and taken up where its learner left it', async () => {
    const staff = await window('Tom', unit('moon'), true)
    const files = [manifestOf(), { name: 'index.html', content: lesson }]
    await staff.getByLabel('Package (.zip)').setInputFiles({
      name: 'moon.zip',
      mimeType: 'application/zip',
      buffer: Buffer.from(zipOf(files)),
    })
    await staff.getByRole('button', { name: 'Upload' }).click()
    await staff.getByRole('button', { name: 'Open' }).waitFor()

    const ada = await window('Ada', unit('moon'))
    const where = () => ada.frameLocator('.scorm-stage iframe').locator('#where')
    await ada.getByRole('button', { name: 'Open' }).click()
    await expect.poll(() => where().innerText()).toBe('ab-initio at the start')
    await ada.frameLocator('.scorm-stage iframe').getByRole('button', { name: 'Walk on' }).click()
    await ada.getByText('Passed, 4 of 5 points').waitFor()
    await ada.getByText('Score: 4 of 5').waitFor()
    expect(await faultsOf(ada)).toEqual([])

    await ada.reload()
    await ada.getByText('Passed, 4 of 5 points').waitFor()
    await ada.getByRole('button', { name: 'Open' }).click()
    await expect.poll(() => where().innerText()).toBe('resume at the crater')
  })
})
