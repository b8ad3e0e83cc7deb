import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, type Host } from '../host/index.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const cli = join(root, 'dist/cli/main.js')
const unit = (id: string) =>
  `/units/${encodeURIComponent(`block-v1:UnitCompositor+SKY101+2026+type@vertical+block@${id}`)}`
/** Two texts of the course, first and last in the order they are written. */
const marked = { 'welcome-unit': 'html/welcome.html', 'next-night-unit': 'html/next-clear-night.html' }

describe.skipIf(!existsSync(cli))('an import killed at any moment', () => {
  const folder = mkdtempSync(join(tmpdir(), 'killed-import-'))
  const store = join(folder, 'store')
  const course = join(folder, 'course')
  const texts = new Map<string, string>()
  let host: Host

  const writeVersion = (version: number) => {
    for (const [path, text] of texts)
      writeFileSync(join(course, path), `${text}<p>This is version ${version}.</p>`)
  }
  const shownVersions = async () => {
    const pages = await Promise.all(
      Object.keys(marked).map(async (id) => {
        const response = await host.fetch(new Request(`http://localhost${unit(id)}`))
        expect(response.status).toBe(200)
        return response.text()
      }),
    )
    return pages.map((page) => Number(/This is version (\d+)\./.exec(page)?.[1]))
  }

  beforeAll(async () => {
    cpSync(join(root, 'demo/course'), course, { recursive: true })
    for (const path of Object.values(marked)) texts.set(path, readFileSync(join(course, path), 'utf8'))
    // What is cut off stays so: a host that does jobs of others would finish it.
    host = await openHost({ store, learner: () => ({ id: 'ada' }), threads: 1, jobs: false })
    await host.authoring.import(join(root, 'demo/library'))
    writeVersion(0)
    await host.authoring.import(course)
  }, 60_000)

  afterAll(async () => {
    await host.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('leaves one whole version being served, and the next import succeeds', async () => {
    // How long an import takes here, so that the kills fall evenly over all of it.
    writeVersion(1)
    const began = performance.now()
    await once(
      spawn(process.execPath, [cli, 'import', course, '--publish', '--store', store], { stdio: 'ignore' }),
      'exit',
    )
    const whole = performance.now() - began
    let served = 1
    expect(await shownVersions()).toEqual([1, 1])

    const kills = 12
    for (let kill = 1; kill <= kills; kill++) {
      const version = kill + 1
      writeVersion(version)
      const child = spawn(process.execPath, [cli, 'import', course, '--publish', '--store', store], {
        stdio: 'ignore',
      })
      const timer = setTimeout(() => child.kill('SIGKILL'), (whole * kill) / (kills - 1))
      await once(child, 'exit')
      clearTimeout(timer)
      const [first, last] = await shownVersions()
      expect(first).toBe(last)
      expect([served, version]).toContain(first)
      served = first ?? served
    }

    writeVersion(99)
    await host.authoring.import(course, { publish: true })
    expect(await shownVersions()).toEqual([99, 99])
  }, 120_000)
})
