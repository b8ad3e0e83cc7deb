/** Takes the pictures of docs/pages.md: `npm run screenshots`, with Debian's Chromium, or the one that `CHROMIUM` names. */
import { chromium } from 'playwright-core'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { madeSite, learners, teacher } from './made-site.mjs'
import { pictures } from './pictures.mjs'

/** Elsewhere they are PNG, to look at. */
const elsewhere = process.env.SCREENSHOTS
const folder = elsewhere ?? fileURLToPath(new URL('../images/pages/', import.meta.url))
await mkdir(folder, { recursive: true })
const site = await madeSite()
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
const only = process.argv.slice(2)
for (const {
  name,
  who = learners[0].id,
  path,
  locale = 'en',
  width = 1200,
  height = 760,
  dark,
  open,
} of pictures(site, teacher)) {
  if (only.length > 0 && !only.includes(name)) continue
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    extraHTTPHeaders: { 'x-learner': `${who} ${locale}` },
  })
  const page = await context.newPage()
  await page.goto(site.address + path, { waitUntil: 'networkidle' })
  if (open) await open(page)
  await page.screenshot(
    elsewhere
      ? { path: join(folder, `${name}.png`), fullPage: true }
      : { path: join(folder, `${name}.jpg`), type: 'jpeg', quality: 60 },
  )
  console.log(name)
  await context.close()
}
await browser.close()
await site.close()
