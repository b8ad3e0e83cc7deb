import { contextNotPublished, type PublishedContext } from '../compositor/index.js'
import { staffOnly, type Learner } from '../lms/index.js'
import { CompositorError } from '../runtime/index.js'
import type { Courseware } from './courseware.js'
import type { RequestHead } from './learner-of.js'

/** What somebody is in a learning context. */
export type Role = 'learner' | 'staff' | 'none'

/**
 * Says what a learner is in a learning context; `none` hides that there is such a context. Asked once a request and
 * context, with the learner of the token where an embedded page or a signed address calls.
 * @param context key, as text, without branch or version
 */
export type Access = (request: RequestHead, learner: Learner, context: string) => Role | Promise<Role>

/** Somebody in a learning context, in one request. */
export interface Visit {
  /** With their role there, and what the host knows of them there. */
  readonly learner: Learner
  readonly published: PublishedContext
}

/** What admission rests on. */
export interface AdmissionOptions {
  readonly courseware: Courseware
  /** Everybody is admitted, staff as staff, when left out. */
  readonly access: Access | undefined
}

/** Decides on whether a request gets into a learning context, and as what. */
export class Admission {
  readonly #asked = new WeakMap<RequestHead, Map<string, Promise<Role>>>()

  constructor(private readonly options: AdmissionOptions) {}

  /**
   * Admits somebody whom the host identified.
   * @throws CompositorError `context-not-published` also for those who may not know of it; `access-unavailable`,
   *   `standing-unavailable`
   */
  async admit(request: RequestHead, person: Learner, published: PublishedContext): Promise<Visit> {
    const role = await this.#roleOf(request, person, published.publication.context)
    return this.#visit(person, role, published)
  }

  /** Admits the learner of a token or signed address, which never make anybody staff. @throws as {@link admit} does */
  async admitByToken(request: RequestHead, person: Learner, published: PublishedContext): Promise<Visit> {
    const role = await this.#roleOf(request, person, published.publication.context)
    return this.#visit(person, role === 'staff' ? 'learner' : role, published)
  }

  /** Admits staff alone. @throws as {@link admit} does; CompositorError `staff-only` */
  async admitStaff(request: RequestHead, person: Learner, published: PublishedContext): Promise<Visit> {
    const role = await this.#roleOf(request, person, published.publication.context)
    if (role === 'learner') staffOnly({ ...person, isStaff: false })
    return this.#visit(person, role, published)
  }

  /** Hides a context from an author who may not know of it. @throws CompositorError as {@link admit} does */
  async refuseHidden(request: RequestHead, person: Learner, context: string): Promise<void> {
    if ((await this.#roleOf(request, person, context)) === 'none') throw contextNotPublished(context)
  }

  async #visit(person: Learner, role: Role, published: PublishedContext): Promise<Visit> {
    const { context } = published.publication
    if (role === 'none') throw contextNotPublished(context)
    const isStaff = role === 'staff'
    const learner = person.isStaff === isStaff ? person : { ...person, isStaff }
    return { learner: await this.options.courseware.entered(learner, published), published }
  }

  #roleOf(request: RequestHead, person: Learner, context: string): Promise<Role> | Role {
    const { access } = this.options
    if (!access) return person.isStaff ? 'staff' : 'learner'
    let roles = this.#asked.get(request)
    if (!roles) this.#asked.set(request, (roles = new Map()))
    const asked = `${person.id} ${context}`
    let role = roles.get(asked)
    if (!role) roles.set(asked, (role = answerOf(access, request, person, context)))
    return role
  }
}

/** Nobody is let in by an answer that is none. */
async function answerOf(
  access: Access,
  request: RequestHead,
  person: Learner,
  context: string,
): Promise<Role> {
  try {
    const role: string = await access(request, person, context)
    if (role === 'learner' || role === 'staff' || role === 'none') return role
    throw new TypeError(`access gave '${role}' instead of 'learner', 'staff' or 'none'.`)
  } catch (cause) {
    throw new CompositorError(
      'access-unavailable',
      `This host could not say who may see '${context.slice(0, 200)}'.`,
      { cause },
    )
  }
}
