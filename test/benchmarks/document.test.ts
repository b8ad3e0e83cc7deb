import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

/** Benchmarks run the built package. */
const main = fileURLToPath(new URL('../../dist/benchmarks/main.js', import.meta.url))
const run = (...given: string[]) => promisify(execFile)(process.execPath, [main, ...given])

it('gives one JSON document with the environment and a line for each benchmark asked for', async () => {
  const { stdout } = await run('--json', 'warm-learner')
  const text = expect.any(String) as unknown
  const number = expect.any(Number) as unknown
  expect(JSON.parse(stdout)).toEqual({
    environment: { node: process.version, platform: text, cpu: text, cores: number, date: text },
    results: [
      {
        id: 'warm-learner',
        title: text,
        value: number,
        unit: 'ms',
        against: text,
        ratio: number,
        spread: [number, number],
        runs: number,
        target: 'at most 0.1 ms',
        met: expect.any(Boolean) as unknown,
      },
    ],
  })
})

it('refuses a benchmark that is not there, and names those that are', async () => {
  await expect(run('cold-fusion')).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(
      /cold-fusion.*cold-unit, warm-learner, two-workers, loop-delay, library-growth, http-warm/,
    ) as unknown,
  })
})
