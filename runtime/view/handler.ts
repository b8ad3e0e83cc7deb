import 'reflect-metadata'
import { CompositorError, refuseStandardDecorator } from '../errors/index.js'
import { olxName } from '../field/olx-name.js'
import type { StandardSchema } from '../field/standard-schema.js'
import type { Answering } from './answering.js'
import {
  specOf,
  type AnyHandler,
  type AuthorHandler,
  type FormHandler,
  type HandlerSpec,
  type JsonHandler,
  type RawHandler,
  type ReadingHandler,
  type StaffHandler,
  type UploadHandler,
} from './handler-options.js'
import type { HandlerRequest, StaffRequest, UploadRequest } from './handler-request.js'

const handlersKey = Symbol('handlers')

/** Marks methods that are given a request and the handler's name. */
type HandlesRequests<R> = <M extends (request: R, name: string) => unknown>(
  prototype: object,
  method: string,
  descriptor: TypedPropertyDescriptor<M> & Answering<M>,
) => void

/** Marks methods that are given what their schema gives as well. */
type Handles<I, R> = <M extends (input: I, request: R, name: string) => unknown>(
  prototype: object,
  method: string,
  descriptor: TypedPropertyDescriptor<M> & Answering<M>,
) => void

type OfStaff = Pick<StaffHandler, 'for'>
type OfAuthors = Partial<Pick<AuthorHandler, 'for'>>

/**
 * Marks a method as a handler that browsers may call, by POST alone. With a schema it takes JSON, checked before the
 * method sees it; without, it gets the raw request. `{ form: schema }` takes the values of a form, `{ upload: schema }` files as well,
 * `{ limit }` says how large a body may be. With `{ reads: true }` it is called by GET and HEAD instead, gets
 * the raw request, and fails where it changes a value or publishes a grade or completion: addresses that browsers
 * follow by themselves change nothing. With `{ for: 'staff' }`, alone or after a schema, everybody else is refused before
 * any of the block runs, and the method gets a {@link StaffRequest}; with `{ for: 'author' }` all but authors, where they edit the
 * block, and with `{ for: 'route' }` all but routes of the block's plugin. Its name in requests is the snake_case of the
 * method's name. A method called `fallbackHandler` is called for every handler the block lacks; the name that was asked
 * for comes last.
 */
export function handler<I>(
  schema: StandardSchema<I>,
  options: Omit<StaffHandler, 'reads'>,
): Handles<I, StaffRequest>
export function handler<I>(options: (JsonHandler<I> | FormHandler<I>) & OfStaff): Handles<I, StaffRequest>
export function handler<I>(options: UploadHandler<I> & OfStaff): Handles<I, StaffRequest & UploadRequest>
export function handler<I>(
  schema: StandardSchema<I> | ((JsonHandler<I> | FormHandler<I>) & OfAuthors),
): Handles<I, HandlerRequest>
export function handler<I>(
  schema: StandardSchema<I>,
  options: Omit<AuthorHandler, 'reads'>,
): Handles<I, HandlerRequest>
export function handler<I>(options: UploadHandler<I> & OfAuthors): Handles<I, UploadRequest>
export function handler(options: StaffHandler): HandlesRequests<StaffRequest>
export function handler(options: ReadingHandler | RawHandler | AuthorHandler): HandlesRequests<HandlerRequest>
export function handler<M extends (request: HandlerRequest, name: string) => unknown>(
  prototype: object,
  method: string,
  descriptor: TypedPropertyDescriptor<M> & Answering<M>,
): void
export function handler(target: object, method?: string | StaffHandler | AuthorHandler): unknown {
  refuseStandardDecorator('handler', method)
  if (typeof method === 'string') return addHandler(target, { method, takes: 'raw' })
  const spec = specOf(target as StandardSchema | AnyHandler, method)
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
