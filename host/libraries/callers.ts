import { CompositorError } from '../../runtime/index.js'
import type { Learner } from '../../lms/index.js'
import type { Bearer, LearnerIdentity, RequestHead } from '../learner-of.js'
import type { Visitors } from '../visitors.js'
import type { Caller } from './caller.js'
import type { MembershipsOf } from './memberships-of.js'
import type { Memberships } from './memberships.js'

/** What knowing callers rests on. */
export interface CallersParts {
  readonly visitors: Visitors
  /** Checks what programs bring in place of a cookie. */
  readonly bearer: Bearer | undefined
  /** What the host knows of people besides. */
  readonly memberships: MembershipsOf | undefined
}

/** Who calls for authors' work. */
export class Callers {
  readonly #asked = new WeakMap<RequestHead, Promise<Caller>>()

  constructor(private readonly parts: CallersParts) {}

  /** Whether a request to the API brings a bearer's token that this host checks, and so no cookie counts. */
  bringsToken(request: RequestHead): boolean {
    return this.parts.bearer !== undefined && tokenOf(request) !== undefined
  }

  /** Who a page is asked by. @throws CompositorError `learner-unknown`, `access-unavailable` */
  ofPage(request: RequestHead): Promise<Caller> {
    return this.#of(request, () => this.parts.visitors.learnerOf(request))
  }

  /**
   * Who calls the API: by the token where the request brings one that this host checks, else as on pages.
   * @throws CompositorError `learner-unknown`, `access-unavailable`
   */
  ofApi(request: RequestHead): Promise<Caller> {
    const { bearer, visitors } = this.parts
    const token = tokenOf(request)
    if (!bearer || token === undefined) return this.ofPage(request)
    return this.#of(request, async () => {
      const identity = await identified(bearer, token, request)
      if (!identity)
        throw new CompositorError(
          'learner-unknown',
          'The host does not know whose token this request brings.',
        )
      const { id, name, isStaff } = identity
      return visitors.learner(id, name, isStaff)
    })
  }

  /** Somebody whom a command names. */
  named(id: string, { groups = [], organisations = [], isAuthor = false }: Memberships = {}): Caller {
    const person = this.parts.visitors.learner(id)
    return { person, groups, organisations, isAuthor, isSiteAuthor: false }
  }

  /** Nobody whom the host knows. */
  nobody(): Caller {
    const person = { id: '', name: '', anonymousId: '', isStaff: false }
    return { person, groups: [], organisations: [], isAuthor: false, isSiteAuthor: false }
  }

  #of(request: RequestHead, identify: () => Learner | Promise<Learner>): Promise<Caller> {
    let asked = this.#asked.get(request)
    if (!asked) this.#asked.set(request, (asked = this.#asking(request, identify)))
    return asked
  }

  async #asking(request: RequestHead, identify: () => Learner | Promise<Learner>): Promise<Caller> {
    const person = await identify()
    const isSiteAuthor = this.parts.visitors.isAuthor(request, person)
    return { ...this.named(person.id, await this.#memberships(person, request)), person, isSiteAuthor }
  }

  async #memberships(person: Learner, request: RequestHead): Promise<Memberships> {
    const { memberships, visitors } = this.parts
    if (!memberships) return visitors.demo?.memberships(person.id) ?? {}
    try {
      return await memberships(person, request)
    } catch (cause) {
      const message = 'This host could not say what it knows of somebody who works on libraries.'
      throw new CompositorError('access-unavailable', message, { cause })
    }
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
    const message = 'This host could not check the token of a request.'
    throw new CompositorError('access-unavailable', message, { cause })
  }
}

function tokenOf(request: RequestHead): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(request.header('authorization') ?? '')?.[1]
}
