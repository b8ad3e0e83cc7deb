import type { HandlerSpec } from '../../runtime/index.js'
import { defaultUploadLimit } from './request-body.js'
import type { UploadTurns } from './upload-turns.js'

/** Largest body of a handler that says itself how much it takes, in bytes, where the host says nothing. */
export const defaultHandlerLimit = 128 * 1024 * 1024

/** How large bodies may be, in bytes. */
export interface BodyBounds {
  /** See {@link HostOptions.uploadLimit}. */
  readonly uploadLimit?: number | undefined
  /** See {@link HostOptions.handlerLimit}. */
  readonly handlerLimit?: number | undefined
  /** Turns of those that are larger than others. */
  readonly uploads?: UploadTurns | undefined
}

/** Largest body that a handler is given; undefined where it says nothing, and gets what the server takes of anything. */
export function limitOf(
  spec: Pick<HandlerSpec, 'limit'> | undefined,
  { uploadLimit = defaultUploadLimit, handlerLimit = defaultHandlerLimit }: BodyBounds,
): number | undefined {
  return spec?.limit && Math.min(spec.limit, Math.max(handlerLimit, uploadLimit))
}

/** Whether what a handler is sent takes a turn: files, and bodies larger than others. */
export function takesTurn(
  spec: Pick<HandlerSpec, 'takes' | 'limit'> | undefined,
  { uploadLimit = defaultUploadLimit }: BodyBounds,
): boolean {
  return spec !== undefined && (spec.takes === 'upload' || (spec.limit ?? 0) > uploadLimit)
}
