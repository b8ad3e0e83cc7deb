import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const main = join(root, 'dist/cli/main.js')
const plugin = fileURLToPath(new URL('slow-plugin.mjs', import.meta.url))
const call = `/blocks/${encodeURIComponent('block-v1:O+C+R+type@slow+block@s')}/handlers/linger`

describe.skipIf(!existsSync(main))('a server that is asked to end, on the built package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ending-'))
  const store = ['--store', join(folder, 'store'), '--plugin', plugin]

  beforeAll(() => {
    mkdirSync(join(folder, 'course'))
    writeFileSync(
      join(folder, 'course', 'course.xml'),
      `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="q">
        <vertical url_name="v"><slow url_name="s"/></vertical></sequential></chapter></course>`,
    )
    execFileSync(process.execPath, [main, 'import', join(folder, 'course'), ...store])
  }, 60_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  async function started(words: readonly string[]): Promise<{ child: ChildProcess; address: string }> {
    const child = spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'pipe', 'inherit'] })
    if (!child.stdout) throw new Error('It has no stdout.')
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
    return { child, address: /http:\S+/.exec(line)?.[0] ?? '' }
  }

  /** The status of an answer, or why there was none. */
  const post = (address: string, agent: Agent, onSent = () => {}) =>
    new Promise<number | string>((resolve) => {
      httpRequest(address + call, { method: 'POST', agent }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode ?? 0))
        response.on('error', ({ message }) => resolve(message))
      })
        .on('error', ({ message }) => resolve(message))
        .on('socket', (socket) => socket.on('connect', onSent))
        .end('{}')
    })

  it('ends with the npm that started it, whose shell passes no signal on', async () => {
    const words = [process.execPath, main, 'serve', '--port', '0', ...store].map((word) => `'${word}'`)
    const shell = spawn('sh', ['-c', `${words.join(' ')}; true`], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, npm_command: 'exec' },
    })
    const ended = once(shell.stdout, 'close')
    const [line] = (await once(createInterface({ input: shell.stdout }), 'line')) as [string]
    expect(line).toContain('Serving on')
    shell.kill('SIGKILL')
    // Its output ends when the last process that has it is gone.
    await ended
  })

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s answers all that was asked before, and leaves with 0',
    async (signal) => {
      const { child, address } = await started(['serve', '--port', '0', ...store])
      const agent = new Agent({ keepAlive: true, maxSockets: 400 })
      // Connections that are kept, as browsers keep them, do not hold it up.
      expect(await post(address, agent)).toBe(200)
      let sent = 1 // the first is on the connection that was kept
      const answers = Array.from({ length: 100 }, () => post(address, agent, () => sent++))
      while (sent < answers.length) await wait(5)
      await wait(100)
      const exited = once(child, 'exit')
      child.kill(signal)
      expect(new Set(await Promise.all(answers))).toEqual(new Set([200]))
      expect(await exited).toEqual([0, null])
      expect(await post(address, new Agent())).toMatch(/ECONNREFUSED/)
      agent.destroy()
    },
    60_000,
  )

  it('is the workbench or a preview, which leave with 0 as well', async () => {
    const problem = join(folder, 'problem.xml')
    writeFileSync(problem, '<problem><p>Nothing is asked.</p></problem>')
    for (const words of [
      ['workbench', '--port', '0'],
      ['problem', problem, '--port', '0'],
    ]) {
      const { child, address } = await started(words)
      await fetch(address)
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      expect(await exited).toEqual([0, null])
    }
  }, 60_000)
})
