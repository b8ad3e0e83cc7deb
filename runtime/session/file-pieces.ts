import type { FileContent } from '../service/files.js'
import type { SentFile } from '../view/sent-file.js'

/** What a block gives to be kept, as it is read; what a form sent stays what it is. */
export function piecesOf(content: FileContent): AsyncIterable<Uint8Array> | SentFile {
  if (content instanceof Uint8Array) return once(content)
  if (content instanceof ReadableStream) return content as AsyncIterable<Uint8Array> & ReadableStream
  return content
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
