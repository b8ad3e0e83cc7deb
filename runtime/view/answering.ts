import type { FileAnswer } from './file-answer.js'
import type { Fragment } from './fragment.js'

/** What is lost in JSON without a word. */
type Lost = bigint | ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>

/** What JSON cannot hold as what it is. */
type Bytes = ArrayBuffer | ArrayBufferView | Blob | ReadableStream

/** An answer that says itself how it is sent. */
type Sent = Bytes | Fragment | FileAnswer | { readonly status: number; readonly contentType: string }

/** Names of members that are of a kind in what would be sent as JSON. */
type MembersOf<R, Kind> = R extends Sent | readonly unknown[]
  ? never
  : R extends object
    ? { [K in keyof R]-?: NonNullable<R[K]> extends Kind ? K : never }[keyof R]
    : never

/** Whether an answer is of a kind, or a member of it is; kept from `any`, which is taken as it is. */
type Holds<R, Kind> = 0 extends 1 & R
  ? false
  : [Extract<R, Kind>, MembersOf<R, Kind>] extends [never, never]
    ? false
    : true

/**
 * Holds for methods whose answer can be sent: bytes are answered by themselves, in a `HandlerResponse` with status and type, or in a
 * `FileAnswer`; in a plain object they would become JSON. Maps, sets and bigints become none at all.
 */
export type Answering<M> = M extends (...given: never[]) => infer R
  ? MembersOf<Awaited<R>, Bytes> extends never
    ? Holds<Awaited<R>, Lost> extends true
      ? { readonly 'JSON has no maps, sets and bigints: answer with plain objects, lists and texts': never }
      : unknown
    : { readonly 'bytes cannot be sent as JSON: answer with a FileAnswer': never }
  : unknown
