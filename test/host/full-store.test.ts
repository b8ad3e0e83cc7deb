import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { WorkerPool } from '../../compositor/index.js'
import { LearnerStore } from '../../lms/index.js'
import { LmdbRecords } from '../../store/index.js'

const folder = mkdtempSync(join(tmpdir(), 'full-store-'))
const disk = join(folder, 'disk')
mkdirSync(disk)
const mount = () => spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'none', disk]).status === 0
const unmount = () => spawnSync('umount', ['-l', disk])
const mounted = mount()
if (!mounted) console.warn('The tests of a full disk stand aside: no small disk can be mounted here.')

afterAll(() => {
  if (mounted) unmount()
  rmSync(folder, { recursive: true, force: true })
})

describe.runIf(mounted && WorkerPool.available())('a host whose disk is full', () => {
  it('refuses what it cannot store, goes on showing, stores again when there is room, and has lost nothing', async () => {
    // Whoever tries again finds it empty.
    unmount()
    expect(mount()).toBe(true)
    const script = fileURLToPath(new URL('./full-store.mjs', import.meta.url))
    const host = spawn(process.execPath, [script, disk], { stdio: ['pipe', 'pipe', 'ignore'] })
    const ended = once(host, 'exit')
    const lines = createInterface({ input: host.stdout })[Symbol.asyncIterator]()
    const said = async () => JSON.parse(String((await lines.next()).value)) as Record<string, unknown>
    const full = (await said()) as {
      taken: number
      refused: [string, number, string][]
      reading: number[]
      health: { failing: string[] }
    }
    expect(full.taken).toBeGreaterThan(10)
    expect(full.refused.map(([, status, code]) => [status, code])).toEqual(
      Array.from({ length: 5 }, () => [503, 'store-full']),
    )
    expect(new Set(full.reading)).toEqual(new Set([200]))
    expect(full.health).toMatchObject({ ready: 200, status: 'degraded', full: '1' })
    expect(full.health.failing).toContain('learners')
    expect(spawnSync('mount', ['-o', 'remount,size=64m', disk]).status).toBe(0)
    host.stdin.end('go\n')
    expect(await said()).toEqual({
      again: [200, 200, 200, 200, 200],
      kept: full.taken,
      health: {
        ready: 200,
        status: expect.any(String) as string,
        failing: expect.any(Array) as string[],
        full: '0',
      },
    })
    expect(await ended).toEqual([0, null])
    const logged = readFileSync(join(disk, 'events.jsonl'), 'utf8')
    // A line that the full disk cut stands there once more, whole.
    const checked = logged
      .split('\n')
      .filter((line) => line.includes('"event_type":"problem_check"') && line.endsWith('}'))
      .map((line) => (JSON.parse(line) as { id: string }).id)
    expect(new Set(checked).size).toBe(full.taken + 5)
  }, 90_000)
})

describe('a store whose file is damaged', () => {
  const whole = join(folder, 'whole')
  const saveIn = async (records: LmdbRecords, learner: string, round = 0) => {
    const store = new LearnerStore(records)
    await store.commit(await store.load(learner, []), {
      updates: [{ scope: 'userState', id: 'k', field: 'note', value: learner.repeat(3000 - 50 * round) }],
      grades: [],
      completions: [],
    })
  }
  const made = (async () => {
    const records = new LmdbRecords(whole)
    await Promise.all(Array.from({ length: 100 }, (_, one) => saveIn(records, `l${one}`)))
    await records.close()
  })()

  it.each<[string, (file: string, size: number) => void]>([
    ['cut in half', (file, size) => truncateSync(file, size / 2)],
    ['cut to its first pages', (file) => truncateSync(file, 2 * 4096)],
    ['cut to a hundred bytes', (file) => truncateSync(file, 100)],
    ['of something else', (file, size) => writeFileSync(file, 'not a store '.repeat(size / 12))],
    ['of zeros', (file, size) => writeFileSync(file, new Uint8Array(size))],
  ])('is refused on opening, with its name: %s', async (name, damage) => {
    await made
    const copy = join(folder, name.replaceAll(' ', '-'))
    mkdirSync(copy)
    const file = join(copy, 'data.mdb')
    copyFileSync(join(whole, 'data.mdb'), file)
    damage(file, readFileSync(file).length)
    expect(() => new LmdbRecords(copy)).toThrow(
      expect.objectContaining({ code: 'store-damaged', message: expect.stringContaining(file) as string }),
    )
  })

  it.each([
    [4096, 2],
    [100, 3],
    [4096, 4],
    [3 * 4096, 9],
  ])(
    'ends no process, be it read or written: the last %i bytes cut off after %i commits',
    async (cut, commits) => {
      const used = join(folder, `used-${commits}`)
      const records = new LmdbRecords(used)
      for (let round = 0; round < commits; round++) await saveIn(records, `l${round}`, 58)
      await records.close()
      const file = join(used, 'data.mdb')
      truncateSync(file, statSync(file).size - cut)
      const script = `const { LearnerStore } = await import(process.argv[1] + '/lms/index.js')
        const { LmdbRecords } = await import(process.argv[1] + '/store/index.js')
        let records
        try { records = new LmdbRecords(process.argv[2]) } catch ({ code }) { console.log(code); process.exit(0) }
        const store = new LearnerStore(records)
        const updates = (value) => [{ scope: 'userState', id: 'k', field: 'note', value }]
        for (let round = 0; round < 30; round++)
          await store.commit(await store.load('l' + round % 9, []), { updates: updates('x'.repeat(round * 500)), grades: [], completions: [] })
        await records.close()
        console.log('used')`
      const dist = new URL('../../dist', import.meta.url).href
      const { status, signal, stdout } = spawnSync(
        process.execPath,
        ['--input-type=module', '-e', script, dist, used],
        { encoding: 'utf8', timeout: 30_000 },
      )
      expect({ status, signal }).toEqual({ status: 0, signal: null })
      expect(['used', 'store-damaged']).toContain(stdout.trim())
    },
  )

  it('is opened where it is only whole', async () => {
    await made
    const records = new LmdbRecords(whole)
    expect(await new LearnerStore(records).blockLearners.page('k')).toHaveLength(100)
    await records.close()
  })
})
