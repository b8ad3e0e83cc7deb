import type { StoredFile } from './file-store.js'

/** Bytes of a stream that are handed on at a time. */
const chunk = 64 * 1024

/** A file whose bytes are in memory already. */
export class FileInMemory implements StoredFile {
  constructor(private readonly content: Uint8Array) {}

  get size(): number {
    return this.content.length
  }

  async bytes(): Promise<Uint8Array> {
    return this.content
  }

  stream(first: number, end: number): ReadableStream<Uint8Array> {
    let place = first
    return new ReadableStream<Uint8Array>(
      {
        pull: (controller) => {
          if (place < end) controller.enqueue(this.content.slice(place, Math.min(place + chunk, end)))
          place += chunk
          if (place >= end) controller.close()
        },
      },
      { highWaterMark: 0 },
    )
  }
}
