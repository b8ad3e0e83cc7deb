import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { benchmarks } from '../../benchmarks/all-benchmarks.js'
import { commandLine } from '../../benchmarks/command-line.js'
import type * as Own from '../../benchmarks/own-process.js'
import type { TravellingFigure } from '../../benchmarks/travelling.js'

/** Benchmarks run the built package. */
const main = fileURLToPath(new URL('../../dist/benchmarks/main.js', import.meta.url))
const run = (...given: string[]) => promisify(execFile)(process.execPath, [main, ...given])

it('gives one JSON document with the environment and each result, whatever else failed', async () => {
  const { stdout, stderr, code } = await run(
    '--json',
    '--quick',
    '--no-profile',
    'field-read',
    '--course',
    main,
  ).then(
    (done) => ({ ...done, code: 0 }),
    (thrown: { stdout: string; stderr: string; code: number }) => thrown,
  )
  expect(code).toBe(1)
  expect(stderr).toMatch(/^course was not measured. .*main.js/)
  const text = expect.any(String) as unknown
  const number = expect.any(Number) as unknown
  expect(JSON.parse(stdout)).toEqual({
    version: 1,
    unmeasured: [{ id: 'course', why: expect.stringContaining('main.js') as unknown, isFault: true }],
    environment: { node: process.version, platform: text, cpu: text, cores: number, date: text },
    calibration: {
      jsonMs: number,
      twoThreads: number,
      twoThreadsSpread: [number, number],
      timerLate: { median: number, p99: number },
      timerLateBeside: { median: number, p99: number },
      load: number,
    },
    results: [
      {
        id: 'field-read',
        title: text,
        value: number,
        unit: 'ns',
        against: text,
        ratio: number,
        spread: [number, number],
        runs: number,
        pairs: expect.any(Array) as unknown,
        target: 'at most 3 ×',
        met: expect.any(Boolean) as unknown,
      },
    ],
  })
}, 120_000)

it('has a line in docs/benchmarks.md for each benchmark, in order', () => {
  const documented = readFileSync(new URL('../../docs/benchmarks.md', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...(line.split(' | ')[0] ?? '').matchAll(/`([\w-]+)`/g)].map(([, id]) => id))
  expect(benchmarks.map(({ id }) => id)).toEqual(documented)
})

describe('wrong use', () => {
  it.each<[string, string[], RegExp]>([
    [
      'a benchmark that is not there',
      ['cold-fusion'],
      /cold-fusion.*cold-unit, new-unit, .*trivial-cold, .*two-workers, loop-delay, .*http-warm/,
    ],
    ['a number that is none', ['--rate', 'fast'], /--rate.*above 0/],
    ['a course that is not there', ['--course', '/no/such.gz'], /--course: there is no '\/no\/such.gz'/],
    ['a folder in the place of a file', ['--save', tmpdir()], /--save: .* it is a folder/],
    ['two kinds of output', ['--json', '--ratios'], /--ratios.*cannot be used with.*--json/],
  ])('is told before anything is measured: %s', (_, given, says) => {
    let said = ''
    const write = (text: string | Uint8Array) => ((said += String(text)), true)
    expect(() => commandLine(given, { write })).toThrow(expect.objectContaining({ exitCode: 1 }))
    expect(said).toMatch(says)
  })

  it('is a run to compare with that is none, which is told with where to get one', async () => {
    await expect(run('--against', main, 'field-read')).rejects.toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/main.js' cannot be read as a kept run/) as unknown,
    })
  })
})

it('gives ratios and counts alone where they are asked for, as times are of one machine', async () => {
  const { stdout } = await run('--ratios', '--quick', 'page-bytes', 'kernel-cold')
  const [line, ...others] = stdout.trim().split('\n')
  const { id, count, ratio } = JSON.parse(line ?? '') as TravellingFigure
  expect([id, count?.unit, others]).toEqual(['page-bytes', 'bytes', []])
  expect(ratio).toBeLessThan(1)
}, 120_000)

it('ends the process that measures when it is stopped, and leaves no file of it', async () => {
  const before = process.env['TMPDIR']
  const folder = await mkdtemp(join(tmpdir(), 'bench-stop-'))
  process.env['TMPDIR'] = folder
  try {
    const { OwnProcess } = (await import(
      String(new URL('../../dist/benchmarks/own-process.js', import.meta.url))
    )) as typeof Own
    const stopping = new AbortController()
    const own = await OwnProcess.start({ signal: stopping.signal })
    const asked = own.ask('calibration', { spell: 60_000 })
    expect(await readdir(folder)).toHaveLength(1)
    stopping.abort()
    await expect(asked).rejects.toThrow(/aborted/)
    await own[Symbol.asyncDispose]()
    expect(await readdir(folder)).toEqual([])
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
    await rm(folder, { recursive: true })
  }
})
