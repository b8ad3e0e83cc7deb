import 'reflect-metadata'
import { CompositorError, refuseStandardDecorator } from '../errors/index.js'
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
  /** Text, or bytes as they are to be sent. */
  readonly body: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

/** What the kernel keeps of a handler. */
export interface HandlerSpec {
  readonly method: string
  /** Reads and checks the input; absent for raw handlers, which get the request itself. */
  readonly schema?: StandardSchema
  /** Whether it only reads: it is called by GET and HEAD, and may store nothing. */
  readonly reads?: boolean
  /** Who may call it; everybody who sees the block where it is left out. */
  readonly for?: 'staff'
}

/** What a handler that changes nothing says of itself. */
export interface ReadingHandler {
  readonly reads: true
}

/** What a handler that only staff may call says of itself. */
export interface StaffHandler {
  readonly for: 'staff'
  /** Whether it only reads, too. */
  readonly reads?: true
}

declare const ofStaff: unique symbol

/**
 * A request by staff, as handlers `for: 'staff'` get it. It is what such a handler shows the services that are for staff's
 * handlers alone, such as {@link Learners}: a view and a learner's handler have none.
 */
export interface StaffRequest extends HandlerRequest {
  readonly [ofStaff]: true
}

const handlersKey = Symbol('handlers')

type HandlesRequests = <M extends (request: HandlerRequest, name: string) => unknown>(
  prototype: object,
  method: string,
  descriptor: TypedPropertyDescriptor<M>,
) => void

type HandlesStaff = <M extends (request: StaffRequest, name: string) => unknown>(
  prototype: object,
  method: string,
  descriptor: TypedPropertyDescriptor<M>,
) => void

type HandlesForStaff<I> = <M extends (input: I, request: StaffRequest, name: string) => unknown>(
  prototype: object,
  method: string,
  descriptor: TypedPropertyDescriptor<M>,
) => void

type Handles<I> = <M extends (input: I, request: HandlerRequest, name: string) => unknown>(
  prototype: object,
  method: string,
  descriptor: TypedPropertyDescriptor<M>,
) => void

/**
 * Marks a method as a handler that browsers may call, by POST alone. With a schema it takes JSON, checked before the
 * method sees it; without, it gets the raw request. With `{ reads: true }` it is called by GET and HEAD instead, gets
 * the raw request, and fails where it changes a value or publishes a grade or completion: addresses that browsers
 * follow by themselves change nothing. With `{ for: 'staff' }`, alone or after a schema, everybody else is refused before
 * any of the block runs, and the method gets a {@link StaffRequest}. Its name in requests is the snake_case of the
 * method's name. A method called `fallbackHandler` is called for every handler the block lacks; the name that was asked
 * for comes last.
 */
export function handler(options: ReadingHandler): HandlesRequests
export function handler(options: StaffHandler): HandlesStaff
export function handler<I>(schema: StandardSchema<I>): Handles<I>
export function handler<I>(
  schema: StandardSchema<I>,
  options: Omit<StaffHandler, 'reads'>,
): HandlesForStaff<I>
export function handler<M extends (request: HandlerRequest, name: string) => unknown>(
  prototype: object,
  method: string,
  descriptor: TypedPropertyDescriptor<M>,
): void
export function handler(target: object, method?: string | StaffHandler): unknown {
  refuseStandardDecorator('handler', method)
  if (typeof method === 'string') return addHandler(target, { method })
  const given = target as StandardSchema | ReadingHandler | StaffHandler
  const spec = '~standard' in given ? { ...method, schema: given } : given
  return (prototype: object, name: string) => {
    refuseStandardDecorator('handler', name)
    addHandler(prototype, { ...spec, method: name })
  }
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

/** HTTP methods that a handler is called by. */
export function methodsOf({ reads }: HandlerSpec): readonly string[] {
  return reads ? ['GET', 'HEAD'] : ['POST']
}

/** @throws CompositorError `handler-method`, which names the methods that the handler takes */
export function refuseMethod(spec: HandlerSpec, method: string): void {
  const methods = methodsOf(spec)
  if (methods.includes(method)) return
  throw new CompositorError(
    'handler-method',
    `This handler takes ${methods.join(' and ')}, it was called with ${method.slice(0, 20)}.`,
    { methods },
  )
}

/**
 * The checked input of a JSON handler.
 * @throws CompositorError `handler-input` for bad JSON or a misfit
 */
export function handlerInput(schema: StandardSchema, request: HandlerRequest): unknown {
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
