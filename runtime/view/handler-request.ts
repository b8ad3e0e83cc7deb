import type { StoredFile } from '../values/file-store.js'
import type { FormValues } from './form-values.js'
import type { SentFile } from './sent-file.js'

/** A request to a handler, as the host received it. */
export interface HandlerRequest {
  readonly method: string
  /** What follows the handler's name in the path. */
  readonly suffix: string
  readonly query: ReadonlyMap<string, string>
  /** The body as text. */
  readonly body: string
  /** The body as it came, for files; absent where the host gives text only. */
  readonly bytes?: Uint8Array
  /** What the sender says the body is. */
  readonly contentType?: string
  /** What a form says, where the handler takes forms and the host has read it: lists for names that end in `[]`. */
  readonly values?: FormValues
  /** The files that a form sent, where the handler takes uploads. */
  readonly files?: readonly SentFile[]
}

/** A request to a handler that takes uploads. */
export interface UploadRequest extends HandlerRequest {
  readonly files: readonly SentFile[]
}

/** A handler's answer when plain JSON is not enough. */
export interface HandlerResponse {
  readonly status: number
  readonly contentType: string
  /** Text, or bytes as they are to be sent. */
  readonly body: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
  /** What is sent in place of the body, as it comes; a block answers with a {@link FileAnswer} of it. */
  readonly stream?: ReadableStream<Uint8Array>
  /** What is sent in place of the body, whole or the part that is asked for. */
  readonly file?: { readonly stored: StoredFile; readonly hash?: string }
}

declare const ofStaff: unique symbol

/**
 * A request by staff, as handlers `for: 'staff'` get it. It is what such a handler shows the services that are for staff's
 * handlers alone, such as {@link Learners}: a view and a learner's handler have none.
 */
export interface StaffRequest extends HandlerRequest {
  readonly [ofStaff]: true
}
