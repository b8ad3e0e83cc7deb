import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, openBrowser } from './chromium.js'
import { PluginHost } from './plugin-host.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const plugin = join(root, 'examples/acid')
const built = existsSync(join(plugin, 'dist/index.js')) && existsSync(join(root, 'dist/host/index.js'))

const key = (type: string, id: string) => encodeURIComponent(`block-v1:O+C+R+type@${type}+block@${id}`)
const content = `
  <p style="color: rgb(1, 2, 3)">Styled. \\(x^2\\)</p>
  <img alt="A picture in its address" src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="/>
  <img alt="A picture of another site" src="https://pictures.example.org/a.png"/>
  <video controls="controls" src="https://videos.example.org/a.mp4"></video>
  <iframe title="Another site" src="https://frames.example.org/"></iframe>
  <iframe title="A file of the course" src="/static/page.html"></iframe>
  <svg width="10" height="10"><circle r="5" fill="red"></circle></svg>`
const course = `<course org="O" course="C" url_name="R"><chapter url_name="ch"><sequential url_name="s">
  <vertical url_name="u"><html url_name="h"><![CDATA[${content}]]></html>
  <problem url_name="p"><jsinput html_file="/static/input.html" gradefn="grade"/><p>$x$</p>
    <numericalresponse answer="2"><label>Two?</label><formulaequationinput/></numericalresponse></problem>
  <video url_name="v" youtube_id_1_0="abcdefghijk" sub=""/><acid url_name="a"/></vertical>
  </sequential></chapter></course>`
const files = {
  'page.html': '<p id="said">waiting</p><script>document.getElementById("said").textContent = "ran"</script>',
  'input.html': '<script>window.grade = () => "2"</script>',
}

describe.skipIf(!chromiumPath || !built)('pages under their security policy, in a browser', () => {
  let host: PluginHost
  let browser: Browser
  let page: Page
  const violations: string[] = []

  beforeAll(async () => {
    host = await PluginHost.open(course, plugin, {}, files)
    browser = await openBrowser()
    page = await browser.newPage()
    await page.route('https://**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<p>Elsewhere.</p>' }),
    )
    await page.exposeFunction('violated', (what: string) => violations.push(what))
    await page.addInitScript(
      `addEventListener('securitypolicyviolation', (one) => violated(one.effectiveDirective + ' ' + one.blockedURI))`,
    )
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) violations.push(message.text())
    })
  }, 60_000)

  afterAll(async () => {
    await browser.close()
    await host.close()
  })

  it('show everything that course content and blocks have', async () => {
    await page.goto(`${host.address}/units/${key('vertical', 'u')}`)
    await expect
      .poll(() => page.locator('.xblock-acid[data-initialized=done]').count(), { timeout: 20_000 })
      .toBe(1)
    expect(await page.evaluate(`getComputedStyle(document.querySelector('p[style]')).color`)).toBe(
      'rgb(1, 2, 3)',
    )
    expect(await page.locator('math').count()).toBeGreaterThan(0)
    expect(await page.evaluate(`document.querySelector('img[src^="data:"]').naturalWidth`)).toBe(1)
    const own = page.frameLocator('iframe[title="A file of the course"]')
    await page.locator('iframe[title="A file of the course"]').scrollIntoViewIfNeeded()
    await expect.poll(() => own.locator('#said').textContent(), { timeout: 10_000 }).toBe('ran')
    await page.locator('iframe[title="Another site"]').scrollIntoViewIfNeeded()
    await expect
      .poll(() => page.frameLocator('iframe[title="Another site"]').locator('p').textContent(), {
        timeout: 10_000,
      })
      .toBe('Elsewhere.')
    expect(violations).toEqual([])
  }, 60_000)

  it.each(['/', `/contexts/${encodeURIComponent('course-v1:O+C+R')}`, '/nothing'])(
    'break no rule of their own: %s',
    async (path) => {
      await page.goto(host.address + path, { waitUntil: 'networkidle' })
      expect(violations).toEqual([])
    },
  )

  it('run nothing that stands in them', async () => {
    await page.goto(`${host.address}/`)
    const ran = await page.evaluate(`
      const script = document.createElement('script')
      script.textContent = 'globalThis.ran = true'
      document.body.append(script)
      document.body.insertAdjacentHTML('beforeend', '<img alt="" src="x:" onerror="globalThis.ran = true">')
      new Promise((resolve) => setTimeout(() => resolve(globalThis.ran ?? false), 300))`)
    expect(ran).toBe(false)
    expect(violations.some((one) => one.startsWith('script-src'))).toBe(true)
  })
})
