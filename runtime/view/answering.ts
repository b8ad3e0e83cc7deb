import type { FileAnswer } from './file-answer.js'
import type { Fragment } from './fragment.js'

/** What JSON cannot hold as what it is. */
type Bytes = ArrayBuffer | ArrayBufferView | Blob | ReadableStream

/** An answer that says itself how it is sent. */
type Sent = Bytes | Fragment | FileAnswer | { readonly status: number; readonly contentType: string }

/** Names of members that are bytes in what would be sent as JSON. */
type BytesIn<R> = R extends Sent | readonly unknown[]
  ? never
  : R extends object
    ? { [K in keyof R]-?: NonNullable<R[K]> extends Bytes ? K : never }[keyof R]
    : never

/** Kept from `any`, which is taken as it is. */
type BytesOf<R> = 0 extends 1 & R ? never : BytesIn<R>

/**
 * Holds for methods whose answer can be sent: bytes are answered by themselves, in a `HandlerResponse` with status and type, or in a
 * `FileAnswer`; in a plain object they would become JSON.
 */
export type Answering<M> = M extends (...given: never[]) => infer R
  ? BytesOf<Awaited<R>> extends never
    ? unknown
    : { readonly 'bytes cannot be sent as JSON: answer with a FileAnswer': never }
  : unknown
