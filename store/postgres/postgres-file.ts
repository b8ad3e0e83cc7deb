import { CompositorError } from '../../runtime/errors/index.js'
import type { StoredFile } from '../../runtime/values/index.js'
import type { StoreCounts } from '../store-counts.js'
import { partSize } from './file-parts.js'
import type { PostgresDatabase, Statement } from './postgres-database.js'

/** A file whose parts are read as they are taken. */
export class PostgresFile implements StoredFile {
  readonly #part: Statement

  constructor(
    private readonly database: PostgresDatabase,
    private readonly counts: StoreCounts,
    private readonly upload: string,
    readonly size: number,
  ) {
    this.#part = {
      name: 'files-part',
      text: `select bytes from "${database.address.schema}".file_parts where upload = $1 and part = $2`,
    }
  }

  async bytes(): Promise<Uint8Array> {
    const parts: Uint8Array[] = []
    for (let part = 0; part * partSize < this.size; part++) parts.push(await this.#read(part))
    return Buffer.concat(parts, this.size)
  }

  stream(first: number, end: number): ReadableStream<Uint8Array> {
    let place = first
    return new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          if (place < end) {
            const part = Math.floor(place / partSize)
            const bytes = await this.#read(part)
            const begin = part * partSize
            controller.enqueue(bytes.subarray(place - begin, Math.min(end - begin, bytes.length)))
            place = begin + partSize
          }
          if (place >= end) controller.close()
        },
      },
      { highWaterMark: 0 },
    )
  }

  async #read(part: number): Promise<Uint8Array> {
    const [row] = await this.database.read<{ bytes: Buffer }>(this.counts, this.#part, [this.upload, part])
    if (row?.bytes.length === Math.min(partSize, this.size - part * partSize)) return row.bytes
    throw new CompositorError(
      'store-damaged',
      `Part ${part} of a file of ${this.size} bytes in the store at ${this.database.address.shown} is gone or cut short.`,
    )
  }
}
