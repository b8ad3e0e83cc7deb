import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { chromiumPath, openBrowser } from './chromium.js'

const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const problem = (word: string) =>
  `<problem>\n<p>${word}</p>\n<stringresponse answer="a"><textline label="Answer"/></stringresponse></problem>`

describe.skipIf(!chromiumPath || !existsSync(command))('the preview of a problem in a browser', () => {
  it('follows what is saved, through a mistake and back', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'preview-browser-'))
    const file = join(folder, 'one.xml')
    writeFileSync(file, problem('Oak'))
    const server = spawn(process.execPath, [command, 'problem', file, '--port', '8260'])
    const browser = await openBrowser()
    try {
      const address = await new Promise<string>((resolve, reject) => {
        server.stdout.on('data', (said: Buffer) => {
          const [, found] = /Preview on (\S+)/.exec(String(said)) ?? []
          if (found !== undefined) resolve(found)
        })
        server.on('exit', () => reject(new Error('It ended.')))
      })
      const page = await browser.newPage()
      const errors: string[] = []
      page.on('pageerror', ({ message }) => errors.push(message))
      await page.goto(address)
      await page.getByText('Oak').waitFor()
      writeFileSync(file, problem('Elm'))
      await page.getByText('Elm').waitFor()
      writeFileSync(file, problem('Ash<br>'))
      await page.getByRole('alert').getByText('one.xml:2:').waitFor()
      expect(await page.getByText('Elm').count()).toBe(1)
      writeFileSync(file, problem('Ash'))
      await page.getByText('Ash').waitFor()
      expect(await page.getByRole('alert').count()).toBe(0)
      expect(errors).toEqual([])
    } finally {
      await browser.close()
      server.kill()
      rmSync(folder, { recursive: true, force: true })
    }
  }, 60_000)
})
