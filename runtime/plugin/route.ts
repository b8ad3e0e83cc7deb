import { CompositorError } from '../errors/index.js'
import type { StandardSchema } from '../field/standard-schema.js'
import type { PluginStore } from '../service/index.js'
import type { HandlerResponse } from '../view/handler-request.js'
import type { Json, JsonObject } from '../values/json.js'

/** Who may call a route: whoever knows its address, learners whom the host knows, or staff. */
export type RouteFor = 'anybody' | 'learner' | 'staff'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** How a route is called; a HEAD request is a GET. */
export type RouteMethod = (typeof methods)[number]

/** Names of the parts that a path leaves open: `id` and `rest` of `/tools/:id/:rest*`. */
export type RouteParts<Path extends string> = Path extends `${string}/:${infer Name}/${infer More}`
  ? Name | RouteParts<`/${More}`>
  : Path extends `${string}/:${infer Name}*`
    ? Name
    : Path extends `${string}/:${infer Name}`
      ? Name
      : never

/** Who calls a route for learners or staff. What else is known of people, blocks ask for by `Person`. */
export interface RouteCaller {
  readonly id: string
  /** A stable id that says nothing about who they are. */
  readonly anonymousId: string
  readonly isStaff: boolean
}

/** A request to a route, without whatever the host knows its people by. */
export interface RouteRequest<Part extends string = string, Input = undefined, By = RouteCaller | undefined> {
  readonly method: RouteMethod
  /** The parts that the path leaves open, decoded. */
  readonly parts: Readonly<Record<Part, string>>
  readonly query: ReadonlyMap<string, string>
  /** The body as `input` of the route reads it. */
  readonly input: Input
  /** The body as text, and as it came. */
  readonly body: string
  readonly bytes: Uint8Array
  /** The address it was sent to, without its query, as far as it is known: `https://learn.example.org/plugins/lti/outcomes`. */
  readonly address: string
  /** A header that says how the body is to be read, or one that the route names; undefined for any other. */
  header(name: string): string | undefined
  readonly caller: By
}

/** A call of a handler as one learner. */
export interface RouteCall {
  /** A block of one of the plugin's own types, as text. */
  readonly usage: string
  /** The learner's id, as a block of the plugin had it of `User`. */
  readonly learner: string
  readonly handler: string
  /** Sent as JSON. */
  readonly input?: object
}

/** What a handler answered to a route. */
export interface RouteCallAnswer {
  readonly status: number
  /** Parsed where it is JSON, else its text. */
  readonly body: Json
}

/** What a route may reach of the host. */
export interface RouteSite {
  /** What the plugin keeps for itself. */
  readonly store: PluginStore
  /** Epoch milliseconds. */
  now(): number
  /** What the host set for a block type of the plugin. */
  settings(blockType: string): JsonObject
  /**
   * Calls a handler of one of the plugin's blocks as a learner, with what they may do there today: handlers for staff are refused.
   * @throws CompositorError `block-not-found` also for blocks of other plugins; those of handlers
   */
  call(call: RouteCall): Promise<RouteCallAnswer>
}

/** What a route answers: an object that JSON holds, with status 200; a {@link HandlerResponse} as it is; a file, as handlers answer one. */
export type RouteAnswer = Json | HandlerResponse | object

/** A route as its plugin wrote it. */
export interface PluginRoute {
  readonly method: RouteMethod
  /** Below the plugin's prefix, `/plugins/NAME`. */
  readonly path: string
  readonly for: RouteFor
  readonly input?: StandardSchema
  /** Most bytes of a body. */
  readonly limit: number
  /** Milliseconds for an answer. */
  readonly deadline: number
  /** Further headers that it reads, in small letters. */
  readonly headers: readonly string[]
  /** Of the header `Authorization` it reads what is of this scheme. */
  readonly authorization?: RouteAuthorization
  readonly answer: (request: RouteRequest<string, unknown>, site: RouteSite) => unknown
}

/** Schemes that a route may take as its own. What browsers send by themselves, such as `Basic`, is the host's. */
export type RouteAuthorization = 'OAuth' | 'Bearer'

/** What is written of a route. */
export interface RouteSpec<Path extends string, Who extends RouteFor, Input> {
  /** `/outcomes`, `/tools/:id`; a last part with a star takes the rest of the path. */
  readonly path: Path
  readonly for: Who
  /** `POST` if left out. */
  readonly method?: RouteMethod
  /** Reads and checks the body, which is JSON then. */
  readonly input?: StandardSchema<Input>
  /** Most bytes of a body; 64 KiB if left out, and never more than the host takes (`uploadLimit`). */
  readonly limit?: number
  /** Milliseconds for an answer; 1000 if left out, 30,000 at most. */
  readonly deadline?: number
  /** Headers that the route reads besides those that describe the body. Cookies and credentials are none of them. */
  readonly headers?: readonly string[]
  /** The scheme of an `Authorization` that tools send to this very route; only where it is for anybody. */
  readonly authorization?: RouteAuthorization
  readonly answer: (
    request: RouteRequest<RouteParts<Path>, Input, Who extends 'anybody' ? undefined : RouteCaller>,
    site: RouteSite,
  ) => RouteAnswer | Promise<RouteAnswer>
}

const usualLimit = 64 * 1024
const [usualDeadline, longestDeadline] = [1000, 30_000]

/** What no route is given: the host knows its people by it. */
const credentials =
  /^(?:cookie2?|set-cookie2?|authorization|proxy-.*|x-forwarded-.*|forwarded|x-remote-.*|host)$/

const pathForm = /^\/(?:(?::?[A-Za-z0-9][\w.-]*\/)*(?::?[A-Za-z0-9][\w.-]*|:[A-Za-z0-9]\w*\*))$/

/**
 * A route for the `routes` of a plugin: `route({ path: '/outcomes', for: 'anybody', answer: (request, site) => ... })` answers at
 * `/plugins/NAME/outcomes`. A `HandlerError` refuses with its status and words.
 * @throws CompositorError `plugin-invalid` for what cannot be one
 */
export function route<const Path extends string, const Who extends RouteFor, Input = undefined>(
  spec: RouteSpec<Path, Who, Input>,
): PluginRoute {
  const { path, method = 'POST', limit = usualLimit, deadline = usualDeadline, headers = [] } = spec
  const refuse = (why: string): never => {
    throw new CompositorError('plugin-invalid', `The route '${method} ${path}' ${why}.`)
  }
  if (!pathForm.test(path)) refuse("has a path that is none; one is '/outcomes' or '/tools/:id'")
  if (!methods.includes(method)) refuse(`is called by none of ${methods.join(', ')}`)
  if (!['anybody', 'learner', 'staff'].includes(spec.for))
    refuse("says nobody it is `for`: 'anybody', 'learner' or 'staff'")
  if (!(limit >= 0)) refuse('has a limit that is no number of bytes')
  if (!(deadline > 0 && deadline <= longestDeadline))
    refuse(`has a deadline that is not from 1 to ${longestDeadline} ms`)
  const names = headers.map((name) => name.toLowerCase())
  const secret = names.find((name) => credentials.test(name))
  if (secret !== undefined) refuse(`reads the header '${secret}', which no route is given`)
  if (spec.authorization !== undefined && spec.for !== 'anybody')
    refuse('reads `Authorization`, by which the host knows who it is for')
  const { input, authorization, answer } = spec
  return {
    method,
    path,
    for: spec.for,
    limit,
    deadline,
    headers: names,
    ...(input && { input }),
    ...(authorization !== undefined && { authorization }),
    answer: answer as PluginRoute['answer'],
  }
}
