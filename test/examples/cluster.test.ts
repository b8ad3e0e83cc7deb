import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WorkerPool } from '../../compositor/index.js'
import { hasPostgres, onPostgres } from '../store/postgres-server.js'

const program = fileURLToPath(new URL('../../examples/cluster/main.js', import.meta.url))
const block = (type: string, id: string) => encodeURIComponent(`block-v1:O+C+R+type@${type}+block@${id}`)

describe.runIf(hasPostgres && WorkerPool.available())(`the example of a cluster on ${onPostgres}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'cluster-'))
  const data = join(folder, 'data')
  let cluster: ChildProcess
  let printed = ''
  let address = ''

  beforeAll(async () => {
    // Where the tests run as root, the server is another user.
    chmodSync(folder, 0o755)
    mkdirSync(join(folder, 'course'))
    writeFileSync(
      join(folder, 'course', 'course.xml'),
      `<course org="O" course="C" url_name="R"><chapter url_name="ch"><sequential url_name="s">
        <vertical url_name="v1"><problem url_name="p1"><numericalresponse answer="1"><formulaequationinput/></numericalresponse></problem>
        </vertical></sequential></chapter></course>`,
    )
    cluster = spawn(process.execPath, [program, join(folder, 'course')], {
      env: { ...process.env, DATA: data, PORT: '0', UNIT_COMPOSITOR_STORE: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [cluster.stdout, cluster.stderr])
      stream?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
    await vi.waitFor(
      () => {
        address = /Serving on (\S+)/.exec(printed)?.[1] ?? ''
        expect(address, printed).not.toBe('')
      },
      { timeout: 100_000, interval: 100 },
    )
  }, 120_000)

  afterAll(() => {
    cluster.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })

  const ask = async (path: string, method = 'GET', body = '', headers: object = {}) => {
    const asked = request(`${address}${path}`, { method, headers: { ...headers }, agent: false })
    asked.end(body)
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    return { status: answer.statusCode, headers: answer.headers, text: await text(answer) }
  }
  const processOf = (name: string) => Number(new RegExp(`.*${name}: process (\\d+)`, 's').exec(printed)?.[1])

  it('serves from both hosts, who know learners and their work alike, and sends on what they do', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const signedIn = await ask('/learner', 'POST', 'name=Bob', form)
    const cookie = (signedIn.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; ')
    const page = await ask(`/units/${block('vertical', 'v1')}`, 'GET', '', { cookie })
    const [input = ''] = /input_\w+_2_1/.exec(page.text) ?? []
    const hosts = new Set<unknown>()
    for (let turn = 1; turn <= 4; turn++) {
      const json = { cookie, 'content-type': 'application/json', accept: 'application/json' }
      const path = `/blocks/${block('problem', 'p1')}/handlers/problem_check`
      const submitted = await ask(path, 'POST', JSON.stringify({ [input]: String(turn) }), json)
      expect(submitted.status).toBe(200)
      hosts.add(submitted.headers['x-host'])
      const state = await ask(`/blocks/${block('problem', 'p1')}/views/student_view_user_state`, 'GET', '', {
        cookie,
      })
      hosts.add(state.headers['x-host'])
      expect(JSON.parse(state.text)).toMatchObject({ attempts: turn })
    }
    expect(hosts.size).toBe(2)
    const events = join(data, 'events.jsonl')
    await vi.waitFor(
      () => {
        const lines = existsSync(events) ? readFileSync(events, 'utf8') : ''
        expect(lines.split('"problem_check"').length - 1).toBeGreaterThanOrEqual(4)
      },
      { timeout: 20_000, interval: 100 },
    )
  }, 60_000)

  it('goes on when a host dies, which is started again', async () => {
    const died = processOf('Host 1')
    process.kill(died, 'SIGKILL')
    await vi.waitFor(async () => expect((await ask('/')).status).toBe(200), { timeout: 5000, interval: 20 })
    await vi.waitFor(
      async () =>
        expect(
          (await Promise.all([ask('/'), ask('/')])).map(({ headers }) => headers['x-host']).filter(Boolean),
        ).toHaveLength(2),
      { timeout: 20_000, interval: 100 },
    )
    expect(printed).toContain('Host 1 ended (SIGKILL) and is started again.')
  }, 60_000)

  it('ends with everything it started', async () => {
    const started = ['PostgreSQL', 'Host 2', 'Job runner'].map(processOf)
    const ended = once(cluster, 'exit')
    cluster.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    for (const pid of started) expect(() => process.kill(pid, 0), `process ${pid}`).toThrow()
    expect(printed).not.toContain(readFileSync(join(data, 'password'), 'utf8').trim())
  }, 60_000)
})
