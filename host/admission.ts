import { contextNotPublished, type PublishedContext } from '../compositor/index.js'
import { staffOnly, type Learner, type LearnerFacts } from '../lms/index.js'
import { CompositorError } from '../runtime/index.js'
import type { Courseware } from './courseware.js'
import type { RequestHead } from './learner-of.js'

/** What somebody is in a learning context; instructors are staff, too. */
export type Role = 'learner' | 'staff' | 'instructor' | 'none'

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
  readonly #asked = new WeakMap<RequestHead, Map<string, Role | Promise<Role>>>()

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

  /** As {@link admit} does, where nothing has to be waited for; else undefined. @throws CompositorError `context-not-published` */
  knownAdmission(request: RequestHead, person: Learner, published: PublishedContext): Visit | undefined {
    const role = this.#roleOf(request, person, published.publication.context)
    if (typeof role !== 'string') return undefined
    const learner = inRole(person, role, published)
    return this.options.courseware.isKnownToEnter(learner, published) ? { learner, published } : undefined
  }

  /** Admits the learner of a token or signed address, which never make anybody staff. @throws as {@link admit} does */
  async admitByToken(request: RequestHead, person: Learner, published: PublishedContext): Promise<Visit> {
    const role = await this.#roleOf(request, person, published.publication.context)
    return this.#visit({ ...person, isByToken: true }, role === 'none' ? role : 'learner', published)
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
    const learner = inRole(person, role, published)
    return { learner: await this.options.courseware.entered(learner, published), published }
  }

  #roleOf(request: RequestHead, person: Learner, context: string): Promise<Role> | Role {
    const { access } = this.options
    if (!access) return ownRole(person)
    let roles = this.#asked.get(request)
    if (!roles) this.#asked.set(request, (roles = new Map()))
    const asked = `${person.id} ${context}`
    let role = roles.get(asked)
    if (!role) roles.set(asked, (role = answerOf(access, request, person, context)))
    return role
  }
}

function inRole(person: Learner, role: Role, { publication }: PublishedContext): Learner {
  if (role === 'none') throw contextNotPublished(publication.context)
  const isStaff = role !== 'learner'
  const facts = factsIn(person, role)
  return person.isStaff === isStaff && facts === person.facts ? person : { ...person, isStaff, facts }
}

/** What somebody is everywhere, where no host says what they are in each context. */
function ownRole({ isStaff, facts }: Learner): Role {
  if (!isStaff) return 'learner'
  return facts?.roles?.includes('instructor') ? 'instructor' : 'staff'
}

/** What blocks are told of somebody in this role: who is instructor elsewhere is none here. */
function factsIn({ facts }: Learner, role: Role): LearnerFacts | undefined {
  const { roles = [], mark = '' } = facts ?? {}
  const isInstructor = role === 'instructor'
  if (roles.includes('instructor') === isInstructor) return facts
  const others = roles.filter((one) => one !== 'instructor')
  return { ...facts, roles: isInstructor ? ['instructor', ...others] : others, mark: `${role} ${mark}` }
}

/** Nobody is let in by an answer that is none. */
function answerOf(
  access: Access,
  request: RequestHead,
  person: Learner,
  context: string,
): Role | Promise<Role> {
  const refuse = (cause: unknown): never => {
    const message = `This host could not say who may see '${context.slice(0, 200)}'.`
    throw new CompositorError('access-unavailable', message, { cause })
  }
  try {
    const role = access(request, person, context)
    if (typeof role === 'string') return checkedRole(role)
    return Promise.resolve(role).then(checkedRole).catch(refuse)
  } catch (cause) {
    return refuse(cause)
  }
}

function checkedRole(role: string): Role {
  if (role === 'learner' || role === 'staff' || role === 'instructor' || role === 'none') return role
  throw new TypeError(`access gave '${role}' instead of 'learner', 'staff', 'instructor' or 'none'.`)
}
