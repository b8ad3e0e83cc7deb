import { headLength } from './file-kind.js'

/** Bytes as they come, handed on once their beginning was looked at; what `look` throws ends them. */
export async function* lookedAt(
  pieces: AsyncIterable<Uint8Array>,
  look: (head: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] | undefined = []
  let length = 0
  for await (const piece of pieces) {
    if (!waiting) {
      yield piece
      continue
    }
    waiting.push(Uint8Array.from(piece))
    length += piece.length
    if (length < headLength) continue
    const head = Buffer.concat(waiting)
    waiting = undefined
    look(head.subarray(0, headLength))
    yield head
  }
  if (!waiting) return
  const whole = Buffer.concat(waiting)
  look(whole)
  if (whole.length > 0) yield whole
}
