import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const cli = join(root, 'dist/cli/main.js')
const unit = 'block-v1:UnitCompositor+SKY101+2026+type@vertical+block@hand-unit'

describe.skipIf(!existsSync(cli))('the LMS of examples/lms, on the built package', () => {
  const store = mkdtempSync(join(tmpdir(), 'lms-example-'))
  let address = ''
  let server: ReturnType<typeof spawn>

  beforeAll(async () => {
    for (const part of ['library', 'course']) {
      execFileSync(process.execPath, [cli, 'import', join(root, 'demo', part), '--store', store])
    }
    server = spawn(process.execPath, [join(root, 'examples/lms/server.js')], {
      env: { ...process.env, UNIT_COMPOSITOR_STORE: store, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    if (!server.stdout) throw new Error('The server has no stdout.')
    const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string]
    address = line
  }, 60_000)

  afterAll(async () => {
    server.kill('SIGTERM')
    await once(server, 'exit')
    rmSync(store, { recursive: true, force: true })
  })

  const get = (path: string, learner?: string) =>
    fetch(address + path, { headers: learner === undefined ? {} : { 'x-remote-user': learner } })

  it('serves a unit below its mount path to a learner the server knows', async () => {
    const response = await get(`units/${encodeURIComponent(unit)}`, 'ada')
    expect(response.status).toBe(200)
    const page = await response.text()
    expect(page).toContain('A ruler at the end of your arm')
    expect(page).toMatch(/"\/learn\/client\/[\w-]+\/page\.js"/)
  })

  it('refuses a request from nobody', async () => {
    expect((await get('')).status).toBe(401)
  })

  it('answers a page that does not exist with 404', async () => {
    expect((await get('nothing/here', 'ada')).status).toBe(404)
  })
})
