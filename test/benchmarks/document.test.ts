import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

/** Benchmarks run the built package. */
const main = fileURLToPath(new URL('../../dist/benchmarks/main.js', import.meta.url))
const run = (...given: string[]) => promisify(execFile)(process.execPath, [main, ...given])

it('gives one JSON document with the environment and a line for each benchmark asked for', async () => {
  const { stdout } = await run('--json', '--quick', '--no-profile', 'field-read')
  const text = expect.any(String) as unknown
  const number = expect.any(Number) as unknown
  expect(JSON.parse(stdout)).toEqual({
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
})

it('has a line in docs/benchmarks.md for each benchmark, in order', async () => {
  const documented = readFileSync(new URL('../../docs/benchmarks.md', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...(line.split(' | ')[0] ?? '').matchAll(/`([\w-]+)`/g)].map(([, id]) => id))
  const { stderr } = await run('none-of-them').catch((thrown: { stderr: string }) => thrown)
  expect(/there are: (.*)\./.exec(stderr)?.[1]?.split(', ')).toEqual(documented)
})

it('refuses a benchmark that is not there, and names those that are', async () => {
  await expect(run('cold-fusion')).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(
      /cold-fusion.*cold-unit, new-unit, .*trivial-cold, .*two-workers, loop-delay, .*http-warm/,
    ) as unknown,
  })
})

it('gives ratios and counts alone where they are asked for, as times are of one machine', async () => {
  const { stdout } = await run('--ratios', '--quick', 'field-read', 'page-bytes', 'trivial-record')
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; value?: number; count?: { unit: string } })
  expect(lines.map(({ id, value, count }) => [id, value, count?.unit])).toEqual([
    ['page-bytes', undefined, 'bytes'],
    ['field-read', undefined, undefined],
  ])
})
