/** Bytes of a part: the last one of a file may have fewer. */
export const partSize = 256 * 1024

/** Pieces of bytes, each good until the next is asked for, in parts of one size. */
export async function* fileParts(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let part = Buffer.allocUnsafe(partSize)
  let length = 0
  for await (const piece of pieces) {
    let taken = 0
    while (taken < piece.length) {
      const some = piece.subarray(taken, taken + partSize - length)
      part.set(some, length)
      taken += some.length
      length += some.length
      if (length < partSize) continue
      yield part
      part = Buffer.allocUnsafe(partSize)
      length = 0
    }
  }
  if (length > 0) yield part.subarray(0, length)
}
