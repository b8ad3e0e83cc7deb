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
 * The body of a fetch request, read no further than the limit.
 * @throws CompositorError `request-too-large`
 */
export async function bodyWithin(request: Request, limit: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge(limit)
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body?.getReader()
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    size += next.value.byteLength
    if (size > limit) {
      await reader?.cancel()
      throw tooLarge(limit)
    }
    chunks.push(next.value)
  }
  return Buffer.concat(chunks)
}
