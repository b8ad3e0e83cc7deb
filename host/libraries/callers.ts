import { CompositorError } from '../../runtime/index.js'
import type { Learner } from '../../lms/index.js'
import type { Bearer, LearnerIdentity, RequestHead } from '../learner-of.js'
import type { Visitors } from '../visitors.js'
import type { Caller } from './caller.js'

/** What knowing callers rests on. */
export interface CallersParts {
  readonly visitors: Visitors
  /** Checks what programs bring in place of a cookie. */
  readonly bearer: Bearer | undefined
}

/** Who calls for authors' work. */
export class Callers {
  constructor(private readonly parts: CallersParts) {}

  /** Whether a request to the API brings a bearer's token that this host checks, and so no cookie counts. */
  bringsToken(request: RequestHead): boolean {
    return this.parts.bearer !== undefined && tokenOf(request) !== undefined
  }

  /** Who a page is asked by. @throws CompositorError `learner-unknown` */
  ofPage(request: RequestHead): Caller {
    return this.#caller(request, this.parts.visitors.learnerOf(request))
  }

  /**
   * Who calls the API: by the token where the request brings one that this host checks, else as on pages.
   * @throws CompositorError `learner-unknown`, `access-unavailable`
   */
  async ofApi(request: RequestHead): Promise<Caller> {
    const { bearer, visitors } = this.parts
    const token = tokenOf(request)
    if (!bearer || token === undefined) return this.ofPage(request)
    const identity = await identified(bearer, token, request)
    if (!identity)
      throw new CompositorError('learner-unknown', 'The host does not know whose token this request brings.')
    const { id, name, isStaff } = identity
    return this.#caller(request, visitors.learner(id, name, isStaff))
  }

  /** Nobody whom the host knows. */
  nobody(): Caller {
    return { person: this.parts.visitors.learner(''), isSiteAuthor: false }
  }

  #caller(request: RequestHead, person: Learner): Caller {
    return { person, isSiteAuthor: this.parts.visitors.isAuthor(request, person) }
  }
}

async function identified(
  bearer: Bearer,
  token: string,
  request: RequestHead,
): Promise<LearnerIdentity | undefined> {
  try {
    return await bearer(token, request)
  } catch (cause) {
    throw new CompositorError('access-unavailable', 'This host could not check the token of a request.', {
      cause,
    })
  }
}

function tokenOf(request: RequestHead): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(request.header('authorization') ?? '')?.[1]
}
