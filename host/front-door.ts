import type { BaseLogger } from 'pino'
import { CompositorError, type ErrorCode, type SafeHtml } from '../runtime/index.js'
import { htmlResponse, jsonAnswer, type HostRequest, type HostResponse } from './http/exchange.js'
import { KnownHosts } from './http/known-hosts.js'
import { PageSecurity, type PageSecurityOptions } from './http/page-security.js'
import { requestIdOf } from './http/request-id.js'
import type { FoundRoute } from './http/router.js'
import { UnderWay } from './http/under-way.js'
import { signInAddress, type SignIn } from './identity/sign-in.js'
import { RequestCounts } from './operations/request-counts.js'
import { errorPage, layout } from './pages/index.js'
import type { PageWords } from './words/index.js'

/** What a host's front door is set up with. */
export interface FrontDoorOptions extends PageSecurityOptions {
  /** Names that requests may call the host by, without port; any if left out, where a server before it looks. */
  readonly hosts?: readonly string[]
  /**
   * Where people sign in whom the host does not know: an address that gets the path to come back to as `next`, or
   * what gives one. Pages link there, and errors for programs carry it as `sign_in`.
   */
  readonly signIn?: SignIn
  /**
   * Whom people ask who may not open a page that they need: a mail address, or the address of a page. Pages that are refused, or hidden,
   * name it; left out, they say to ask whoever runs the site.
   */
  readonly contact?: string
}

/** Somebody whom the host knows. */
export interface KnownVisitor {
  readonly name: string
  /** See `layout`. */
  readonly bar?: SafeHtml | undefined
}

/** What the front door needs of the host behind it. */
export interface FrontDoorParts {
  readonly base: string
  /** Where a file of the host for browsers is. */
  readonly client?: (file: string) => string
  readonly log: Pick<BaseLogger, 'warn' | 'error'>
  /** The words of a page for whoever sent a request. */
  readonly words: (request: HostRequest) => PageWords
  /** Who sent a request, where that is known, with what every page of theirs has. */
  readonly visitor?: (request: HostRequest) => KnownVisitor | undefined
  /** Told of the first request. */
  readonly onFirst?: () => void
}

/**
 * Takes every request of a host: refuses strangers' names, counts and names requests for operators, secures what goes
 * out, and can be closed in good order.
 */
export class FrontDoor {
  readonly counts = new RequestCounts()
  readonly #hosts: KnownHosts | undefined
  readonly #security: PageSecurity
  readonly #underWay = new UnderWay()
  #isClosing = false
  #isUsed = false

  /** @throws CompositorError `host-options` */
  constructor(
    private readonly options: FrontDoorOptions,
    private readonly parts: FrontDoorParts,
  ) {
    const { hosts } = options
    this.#hosts = hosts && new KnownHosts(hosts)
    this.#security = new PageSecurity(options)
  }

  /** Requests whose answers are not finished. */
  get underWay(): number {
    return this.#underWay.count
  }

  get isClosing(): boolean {
    return this.#isClosing
  }

  /** What its route answers to a request, or why not; at once where it can be. It never throws. */
  answer(request: HostRequest, route: FoundRoute | undefined): HostResponse | Promise<HostResponse> {
    const begun = performance.now()
    request.id = requestIdOf(request)
    this.#underWay.begin()
    if (!this.#isUsed) {
      this.#isUsed = true
      this.parts.onFirst?.()
    }
    const finish = (answer: HostResponse) => {
      this.counts.count(route?.pattern, answer.status, performance.now() - begun)
      return this.#underWay.made(this.#security.secured(answer))
    }
    const refuse = (thrown: unknown) =>
      finish(this.refusal(request, CompositorError.from(thrown, 'host-failed')))
    let given: HostResponse | Promise<HostResponse>
    try {
      if (this.#isClosing) throw new CompositorError('host-closing', 'This server is being closed.')
      this.#hosts?.check(request)
      if (!route) {
        throw new CompositorError('page-not-found', `There is no page '${request.path.slice(0, 200)}'.`)
      }
      given = route.handler(request, route.parts)
    } catch (thrown) {
      return refuse(thrown)
    }
    return given instanceof Promise ? given.then(finish, refuse) : finish(given)
  }

  /** Takes no more requests, and waits for the answers under way. @param deadline in milliseconds */
  async close(deadline: number): Promise<void> {
    this.#isClosing = true
    await this.#underWay.finished(deadline)
  }

  /** The answer to a request that fails: JSON for programs, a page for people. */
  refusal(request: HostRequest, error: CompositorError): HostResponse {
    const { base, client, log } = this.parts
    if (error.status >= 500 && error.code !== 'host-closing')
      log.error({ err: error, path: loggedPath(request.path), requestId: request.id }, error.message)
    const headers: Record<string, string> = {
      ...(error.methods && { allow: error.methods.join(', ') }),
      ...((error.status === 503 || error.status === 429) && {
        'retry-after': String(secondsToWait(error.code)),
      }),
    }
    const signIn = error.status === 401 ? this.#signIn(request) : undefined
    if (request.path.startsWith(`${base}${apiPath}/`))
      return jsonAnswer(apiRefusal(error, signIn), error.status, { ...headers, 'cache-control': 'no-store' })
    const accept = request.header('accept') ?? ''
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (accept.includes('application/json') || (!isRead && !accept.includes('text/html'))) {
      const message = error.status < 500 ? error.message : 'Something went wrong here.'
      const body = { code: error.code, message, ...(signIn !== undefined && { sign_in: signIn }) }
      return jsonAnswer({ error: body }, error.status, headers)
    }
    const words = this.parts.words(request)
    const { contact } = this.options
    const visitor = this.parts.visitor?.(request)
    const path = request.path.slice(base.length)
    const content = errorPage({ words, base, path, signIn, person: visitor?.name, contact }, error)
    const page = layout({ title: words.brand.name, base, client, content, words, learner: visitor?.bar })
    return htmlResponse(page, error.status, headers)
  }

  #signIn(request: HostRequest): string | undefined {
    const { signIn } = this.options
    if (signIn === undefined) return undefined
    try {
      return signInAddress(signIn, request, this.parts.base)
    } catch (thrown) {
      this.parts.log.warn(
        { err: thrown, requestId: request.id },
        'The `signIn` of this host gave no address.',
      )
      return undefined
    }
  }
}

/** Where the API is, below what a host is mounted at. */
export const apiPath = '/api/v1'

/** What the API says of an error. */
function apiRefusal(error: CompositorError, signIn: string | undefined) {
  const { code, status, remedy, location, usage } = error
  const at = { ...location, ...(usage !== undefined && { usage }) }
  return {
    code,
    message: status < 500 ? error.message : 'Something went wrong here.',
    remedy,
    ...(Object.keys(at).length > 0 && { at }),
    ...(signIn !== undefined && { sign_in: signIn }),
  }
}

/** A path as logs may hold it: whoever reads them must not come by what lets its bearer act as a learner. */
export function loggedPath(path: string): string {
  return path.replace(/(\/embedded\/|\/signed\/[^/]*\/)[^/]+/g, '$1…')
}

/** Seconds after which a request that was refused for now may do: longer where somebody has to do something first. */
function secondsToWait(code: ErrorCode): number {
  return code === 'store-full' || code === 'store-read-only' ? 30 : 2
}
