import { open, readFile, type FileHandle } from 'node:fs/promises'
import type { StoredFile } from '../../runtime/values/index.js'

/** Bytes read at a time. */
const chunk = 64 * 1024

/** A file that stands on a disk, opened when somebody reads. */
export class FileOnDisk implements StoredFile {
  constructor(
    private readonly path: string,
    readonly size: number,
  ) {}

  bytes(): Promise<Uint8Array> {
    return readFile(this.path)
  }

  /** Opened with the first byte that is asked for, so that what nobody reads holds nothing. */
  stream(first: number, end: number): ReadableStream<Uint8Array> {
    const { path } = this
    let place = first
    let file: FileHandle | undefined
    return new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          try {
            file ??= await open(path, 'r')
            const buffer = new Uint8Array(Math.min(chunk, end - place))
            const { bytesRead } = await file.read(buffer, 0, buffer.length, place)
            if (bytesRead === 0 && place < end) throw new Error('The file ended before its end.')
            place += bytesRead
            if (bytesRead > 0) controller.enqueue(buffer.subarray(0, bytesRead))
            if (place < end) return
            controller.close()
          } catch (thrown) {
            controller.error(thrown)
          }
          await file?.close()
        },
        async cancel() {
          await file?.close()
        },
      },
      { highWaterMark: 0 },
    )
  }
}
