import 'reflect-metadata'
import { CompositorError } from '../errors/index.js'
import { olxName } from '../field/olx-name.js'
import { validate, type StandardSchema } from '../field/standard-schema.js'

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
}

/** A handler's answer when plain JSON is not enough. */
export interface HandlerResponse {
  readonly status: number
  readonly contentType: string
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

/** What the kernel keeps of a handler. */
export interface HandlerSpec {
  readonly method: string
  /** Reads and checks the input; absent for raw handlers, which get the request itself. */
  readonly schema?: StandardSchema
}

const handlersKey = Symbol('handlers')

type Handles<I> = <M extends (input: I, request: HandlerRequest, name: string) => unknown>(
  prototype: object,
  method: string,
  descriptor: TypedPropertyDescriptor<M>,
) => void

/**
 * Marks a method as a handler that browsers may call. With a schema it takes JSON by POST, checked before the
 * method sees it; without, it gets the raw request, whatever its method. Its name in requests is the snake_case of the
 * method's name. A method called `fallbackHandler` is called for every handler the block lacks; the name that was asked
 * for comes last.
 */
export function handler<I>(schema: StandardSchema<I>): Handles<I>
export function handler<M extends (request: HandlerRequest, name: string) => unknown>(
  prototype: object,
  method: string,
  descriptor: TypedPropertyDescriptor<M>,
): void
export function handler(target: object, method?: string): unknown {
  if (method !== undefined) return addHandler(target, { method })
  return (prototype: object, name: string) =>
    addHandler(prototype, { method: name, schema: target as StandardSchema })
}

function addHandler(prototype: object, spec: HandlerSpec): void {
  Reflect.defineMetadata(
    handlersKey,
    new Map(handlersOf(prototype)).set(olxName(spec.method), spec),
    prototype,
  )
}

/** The handlers of a block class by name, inherited ones included. */
export function handlersOf(prototype: object): ReadonlyMap<string, HandlerSpec> {
  return (Reflect.getMetadata(handlersKey, prototype) as Map<string, HandlerSpec> | undefined) ?? new Map()
}

/**
 * The checked input of a JSON handler.
 * @throws CompositorError `handler-method` unless it is a POST; `handler-input` for bad JSON or a misfit
 */
export function handlerInput(schema: StandardSchema, request: HandlerRequest): unknown {
  if (request.method !== 'POST') {
    throw new CompositorError(
      'handler-method',
      `This handler takes POST, it was called with ${request.method}.`,
    )
  }
  let parsed: unknown
  try {
    parsed = JSON.parse(request.body === '' ? '{}' : request.body)
  } catch (cause) {
    throw new CompositorError('handler-input', 'The body of the request is not JSON.', { cause })
  }
  return validate(schema, parsed, 'handler-input')
}

/** A refusal by a handler, with the status to answer and a message the learner may read (`JsonHandlerError`). */
export class HandlerError extends Error {
  override readonly name = 'HandlerError'
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}
