import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { once } from 'node:events'

/**
 * Answers each line of JSON with one line of JSON, in order, without holding more than one in memory. A line that is
 * no JSON gets `{error: {code: 'handler-input', ...}}`.
 */
export async function answerLines(
  input: Readable,
  output: Writable,
  answer: (request: unknown) => object | Promise<object>,
): Promise<void> {
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (line.trim() === '') continue
    const text = JSON.stringify(await answerLine(line, answer))
    if (!output.write(`${text}\n`)) await once(output, 'drain')
  }
}

async function answerLine(
  line: string,
  answer: (request: unknown) => object | Promise<object>,
): Promise<object> {
  let request: unknown
  try {
    request = JSON.parse(line)
  } catch {
    return { error: { code: 'handler-input', message: 'This line is not JSON.' } }
  }
  return answer(request)
}
