import type { StandardSchema } from '../field/standard-schema.js'

/** How a handler takes its body. */
export type BodyKind = 'json' | 'form' | 'upload' | 'raw'

/** What the kernel keeps of a handler. */
export interface HandlerSpec {
  readonly method: string
  readonly takes: BodyKind
  /** Checks the input; absent for raw handlers, which get the request itself. */
  readonly schema?: StandardSchema
  /** Most files of an upload. */
  readonly files?: number
  /** Largest body in bytes; the host's if absent. */
  readonly limit?: number
  /** Whether it only reads: it is called by GET and HEAD, and may store nothing. */
  readonly reads?: boolean
  /** Who may call it; everybody who sees the block where it is left out. */
  readonly for?: 'staff' | 'author' | 'route'
}

/** What any handler that takes a body may say of itself. */
export interface HandlerOptions {
  /** Largest body that is taken, in bytes, within what the host allows; the host's `uploadLimit` if left out. What is larger is refused before it is read. */
  readonly limit?: number
}

/** Nothing of how a body is read: its handler gets the request itself. */
interface RawBody {
  readonly json?: undefined
  readonly form?: undefined
  readonly upload?: undefined
}

/** What a handler that changes nothing says of itself. */
export interface ReadingHandler extends RawBody {
  readonly reads: true
}

/** What a handler that only staff may call says of itself. */
export interface StaffHandler extends HandlerOptions, RawBody {
  readonly for: 'staff'
  /** Whether it only reads, too. */
  readonly reads?: true
}

/**
 * What a handler says of itself that only authors may call, where they edit the block; or only routes of its plugin, for what a learner is
 * not to do by calling it.
 */
export interface AuthorHandler extends HandlerOptions, RawBody {
  readonly for: 'author' | 'route'
  /** Whether it only reads, too. */
  readonly reads?: true
}

/** What a handler that takes any body says of itself. */
export interface RawHandler extends HandlerOptions, RawBody {
  readonly limit: number
}

/** What a handler that takes JSON says of itself. */
export interface JsonHandler<I> extends HandlerOptions {
  readonly json: StandardSchema<I>
}

/** What a handler that takes the values of a form says of itself, however the form is encoded; JSON of the same shape is taken, too. */
export interface FormHandler<I> extends HandlerOptions {
  readonly form: StandardSchema<I>
}

/** What a handler that takes a form with files says of itself; its limit is that of all together. */
export interface UploadHandler<I> extends HandlerOptions {
  /** Checks the values of the form; lists for names that end in `[]`. */
  readonly upload: StandardSchema<I>
  /** Most files that are taken; 1 if left out. */
  readonly files?: number
}

/** What is said of a handler of some kind. */
export type AnyHandler =
  | ReadingHandler
  | StaffHandler
  | AuthorHandler
  | RawHandler
  | JsonHandler<unknown>
  | FormHandler<unknown>
  | UploadHandler<unknown>

/** What the kernel keeps of what is said of a handler, by its schema alone or by name. */
export function specOf(
  given: StandardSchema | AnyHandler,
  also: Partial<StaffHandler | AuthorHandler> = {},
): Omit<HandlerSpec, 'method'> {
  if ('~standard' in given) return { takes: 'json', schema: given, ...also }
  const { limit, reads, for: who } = given as Partial<StaffHandler | AuthorHandler>
  const all = {
    ...(limit !== undefined && { limit }),
    ...(reads !== undefined && { reads }),
    ...(who !== undefined && { for: who }),
  }
  if ('json' in given && given.json) return { takes: 'json', schema: given.json, ...all }
  if ('form' in given && given.form) return { takes: 'form', schema: given.form, ...all }
  if ('upload' in given && given.upload)
    return { takes: 'upload', schema: given.upload, files: given.files ?? 1, ...all }
  return { takes: 'raw', ...all }
}
