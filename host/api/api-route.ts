import type { z } from 'zod'
import { validate, type ErrorCode } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import type { HostRequest, HostResponse } from '../http/exchange.js'
import type { Caller } from '../libraries/caller.js'
import type { Permission } from '../libraries/roles.js'

/**
 * Who may call a route: with a {@link Permission} those who have it in the course or library that the address names by
 * `:context`, `:usage` or another key; `somebody` whom the host knows, `anybody` else too. A route of `somebody` decides on
 * more by itself.
 */
export type MayCall = Permission | 'somebody' | 'anybody'

export type ApiMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** A body that is no JSON, and is read as it comes. */
export interface Upload {
  readonly upload: readonly string[]
}

/** An answer that is no JSON, by its media types. */
export interface Download {
  readonly download: readonly string[]
}

export type PartsSchema = z.ZodType<Readonly<Record<string, unknown>>>
export type AnswerSchemas = { readonly [status: number]: z.ZodType | Download }

/** What a route answers, by its schemas. */
export type ApiReply<Answers extends AnswerSchemas> = {
  [Status in keyof Answers & number]: Answers[Status] extends z.ZodType
    ?
        | {
            readonly status: Status
            readonly body: z.input<Answers[Status]>
            /** Name of the draft that the answer tells of. */
            readonly draft?: string | undefined
            /** Of what the answer tells, for `If-Match`; '' for nothing. */
            readonly mark?: string | undefined
            readonly location?: string | undefined
          }
        // JSON that is written already.
        | { readonly status: Status; readonly response: HostResponse }
    : { readonly status: Status; readonly response: HostResponse }
}[keyof Answers & number]

/** One call of a route, with everything read by its schemas. */
export interface ApiCall<Parts, Query, Body> {
  readonly host: HostParts
  readonly request: HostRequest
  readonly caller: Caller
  readonly parts: Parts
  readonly query: Query
  readonly body: Body
  /** Name of the draft, or mark of what stood there, that a change was thought of for; undefined where the caller said any would do (`If-Match: *`). */
  readonly expected: string | undefined
}

/** What a route is made of: everything that callers can know of it, and what it does. */
export interface ApiRouteSpec<
  Parts extends PartsSchema,
  Query extends PartsSchema,
  Body extends z.ZodType | Upload | undefined,
  Answers extends AnswerSchemas,
> {
  /** Name of the operation, a verb and a noun in one word, as clients generated of the document have it. */
  readonly id: string
  /** The noun that it is listed under. */
  readonly tag: string
  readonly summary: string
  readonly method: ApiMethod
  /** Below `/api/v1`, with parts named by a colon; a last one with a star takes the rest. */
  readonly path: string
  readonly may: MayCall
  /** Whether it changes a draft, so that `If-Match` has to name that one. */
  readonly changesDraft?: true
  /** Whether `If-Match` may name what stood there before, by the mark that a reply told it with. */
  readonly mayMatch?: true
  readonly parts?: Parts
  readonly query?: Query
  readonly body?: Body
  readonly answers: Answers
  /** Codes that it refuses with, besides those that any route may have. */
  readonly refuses?: readonly ErrorCode[]
  readonly run: (
    call: ApiCall<
      z.output<Parts>,
      z.output<Query>,
      Body extends z.ZodType
        ? z.output<Body>
        : Body extends Upload
          ? AsyncIterable<Uint8Array> | Iterable<Uint8Array>
          : undefined
    >,
  ) => Promise<ApiReply<Answers>> | ApiReply<Answers>
}

/** What a reply says besides its body. */
interface ReplyHeaders {
  readonly draft?: string
  readonly mark?: string
  readonly location?: string
}

/** A reply of JSON. @param more the draft or the mark of what it tells of, and where what was made is */
export function reply<const Status extends number, Body>(
  status: Status,
  body: Body,
  more: ReplyHeaders = {},
): { readonly status: Status; readonly body: Body } & ReplyHeaders {
  return { status, body, ...more }
}

/** A reply that is no JSON, or JSON that is written already. */
export function streamed<const Status extends number>(
  status: Status,
  response: HostResponse,
): { readonly status: Status; readonly response: HostResponse } {
  return { status, response }
}

/** What is known of a call before its schemas have read it. */
export interface AskedCall {
  readonly host: HostParts
  readonly request: HostRequest
  readonly caller: Caller
  readonly parts: unknown
  readonly query: unknown
  readonly body: unknown
  readonly expected: string | undefined
}

/** A reply whose schemas are not known any more. */
export interface PlainReply {
  readonly status: number
  readonly body?: unknown
  readonly draft?: string | undefined
  readonly mark?: string | undefined
  readonly location?: string | undefined
  readonly response?: HostResponse
}

/** A route of the table. */
export interface ApiRoute extends Omit<
  ApiRouteSpec<PartsSchema, PartsSchema, z.ZodType | Upload | undefined, AnswerSchemas>,
  'run'
> {
  /** @throws CompositorError `handler-input` for what does not fit, and what the route does */
  readonly answer: (asked: AskedCall) => Promise<PlainReply>
}

type None = z.ZodType<Readonly<Record<string, never>>>

/** Makes a route for the table. */
export function apiRoute<
  const Answers extends AnswerSchemas,
  Parts extends PartsSchema = None,
  Query extends PartsSchema = None,
  Body extends z.ZodType | Upload | undefined = undefined,
>({ run, ...spec }: ApiRouteSpec<Parts, Query, Body, Answers>): ApiRoute {
  const { parts, query, body } = spec
  return {
    ...spec,
    answer: async (asked) => {
      const read = {
        parts: parts ? validate(parts, asked.parts, 'handler-input') : {},
        query: query ? validate(query, asked.query, 'handler-input') : {},
        body: isSchema(body) ? validate<unknown>(body, asked.body, 'handler-input') : asked.body,
      }
      return run({ ...asked, ...read } as Parameters<typeof run>[0])
    },
  }
}

function isSchema(body: z.ZodType | Upload | undefined): body is z.ZodType {
  return body !== undefined && !('upload' in body)
}
