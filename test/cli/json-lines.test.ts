import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { answerLines } from '../../cli/json-lines.js'

describe('JSON lines', () => {
  it('answers each line in order, skips empty ones, and says which line is no JSON', async () => {
    const output = new PassThrough()
    const answering = answerLines(Readable.from(['{"a":1}\n\n', 'nonsense\n{"a":2}']), output, (request) => ({
      got: request,
    }))
    await answering
    output.end()
    const lines = (await text(output))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object)
    expect(lines).toEqual([
      { got: { a: 1 } },
      { error: { code: 'handler-input', message: 'This line is not JSON.' } },
      { got: { a: 2 } },
    ])
  })
})
