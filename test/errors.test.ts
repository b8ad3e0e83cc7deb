import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CompositorError, errorTable } from '../runtime/index.js'

const documented = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8')

describe('the table of errors', () => {
  it('is what docs/errors.md says, line by line', () => {
    const rows = Object.entries(errorTable)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([code, { status, meaning, remedy }]) => `| \`${code}\` | ${status} | ${meaning} | ${remedy} |`)
    expect(documented.split('\n').filter((line) => line.startsWith('| `'))).toEqual(rows)
  })
})

describe('an error', () => {
  it('crosses a border as plain data and keeps its code, place and cause', () => {
    const error = new CompositorError('field-value', 'Expected Integer, received "x".', {
      location: { file: 'problem/a.xml', line: 3, column: 7 },
      usage: 'block-v1:O+C+R+type@problem+block@a',
      cause: new Error('deep down'),
    })
    const rebuilt = CompositorError.fromJSON(JSON.parse(JSON.stringify(error)))
    expect(rebuilt).toMatchObject({
      code: 'field-value',
      status: 400,
      message: error.message,
      location: error.location,
      usage: error.usage,
    })
    expect((rebuilt.cause as Error).message).toBe('deep down')
  })
})
