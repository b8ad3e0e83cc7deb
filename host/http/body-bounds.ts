import type { HandlerSpec } from '../../runtime/index.js'
import { defaultUploadLimit } from './request-body.js'

/** Largest body of a handler that says itself how much it takes, in bytes, where the host says nothing. */
export const defaultHandlerLimit = 128 * 1024 * 1024

/** How large bodies may be, in bytes. */
export interface BodyBounds {
  /** See {@link HostOptions.uploadLimit}. */
  readonly uploadLimit?: number | undefined
  /** See {@link HostOptions.handlerLimit}. */
  readonly handlerLimit?: number | undefined
}

/** Largest body that a handler is given; undefined where it says nothing, and gets what the server takes of anything. */
export function limitOf(
  spec: Pick<HandlerSpec, 'limit'> | undefined,
  { uploadLimit = defaultUploadLimit, handlerLimit = defaultHandlerLimit }: BodyBounds,
): number | undefined {
  return spec?.limit && Math.min(spec.limit, Math.max(handlerLimit, uploadLimit))
}
