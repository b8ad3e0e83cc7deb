import { CompositorError } from '../../runtime/index.js'

/** Largest request body taken where nothing else is said, in bytes. */
export const defaultUploadLimit = 1024 * 1024

/** The error for a body of more than `limit` bytes. */
export function tooLarge(limit: number): CompositorError {
  return new CompositorError(
    'request-too-large',
    `The request’s body is larger than the ${limit} bytes this host takes.`,
  )
}

/**
 * A body as it comes in, whole, read no further than the limit.
 * @param said how long its sender says it is
 * @throws CompositorError `request-too-large`; `handler-input` for one that breaks off
 */
export async function bodyWithin(
  pieces: AsyncIterable<Uint8Array>,
  limit: number,
  said: string | null | undefined,
): Promise<Uint8Array> {
  if (Number(said ?? 0) > limit) throw tooLarge(limit)
  const all: Uint8Array[] = []
  let size = 0
  try {
    for await (const piece of pieces) {
      size += piece.byteLength
      if (size > limit) throw tooLarge(limit)
      all.push(piece)
    }
  } catch (cause) {
    if (cause instanceof CompositorError) throw cause
    throw new CompositorError('handler-input', 'The body of the request breaks off.', { cause })
  }
  return all.length === 1 && all[0] ? all[0] : Buffer.concat(all)
}
