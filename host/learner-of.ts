import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { lastUsed } from '../runtime/values/last-used.js'
import type { Learner, LearnerFacts } from '../lms/index.js'
import { CompositorError, type CourseRole, type SafeHtml } from '../runtime/index.js'
import { learnerSwitch } from './pages/index.js'
import type { Memberships } from './libraries/memberships.js'
import { knownTimeZone, type Languages } from './identity/languages.js'
import { LearnerCookie } from './identity/learner-cookie.js'
import type { PageWords } from './words/index.js'

/** What identifying a learner may look at; a fetch `Request` has it through `headers.get`. */
export interface RequestHead {
  readonly path: string
  /** What the host calls the request in its log. */
  readonly id?: string
  header(name: string): string | undefined
}

/** What a host says of the learner; only the id is needed. */
export interface LearnerIdentity {
  /** The host's id: any text, the same for ever. */
  readonly id: string
  readonly name?: string
  /** Whether they are staff; left out, whether `roles` say so. */
  readonly isStaff?: boolean
  readonly email?: string
  /** What they sign in with. */
  readonly username?: string
  /**
   * What they are in all courses: `instructor` (which is staff, too), `beta_tester`, or what this host calls roles of its own. What they
   * are in one of them, the `LearnerStanding` says.
   */
  readonly roles?: readonly CourseRole[]
  /** Name of their cohort, and their teams, where they are the same in all courses. */
  readonly cohort?: string
  readonly teams?: readonly string[]
  /** Their language, as in BCP 47 (`pt-BR`); left out, what their browser asks for, of the languages that this host's pages or its plugins have words in. */
  readonly locale?: string
  /** Their time zone, as in the IANA database (`America/Bogota`); UTC when left out, or for one that is not known. */
  readonly timeZone?: string
}

/** Who a request is from. A request from nobody gets 401. */
export type Identify = (request: RequestHead) => LearnerIdentity | undefined

/** Who a program is that brings this token; undefined for nobody. */
export type Bearer = (
  token: string,
  request: RequestHead,
) => LearnerIdentity | undefined | Promise<LearnerIdentity | undefined>

/** What a request says of whom it is from. */
export interface AskedBy {
  readonly requestId?: string | undefined
  /** Its header `accept-language`. */
  readonly accepts?: string | undefined
}

/** Learners as blocks know them, each with an anonymous id that only this store can make. */
export class Learners {
  readonly #secret: KeyObject
  readonly #anonymousIds = lastUsed<string>(10_000)

  /** @param languages in which there are words */
  constructor(
    secret: string,
    private readonly languages: Languages,
  ) {
    this.#secret = createSecretKey(secret, 'utf8')
  }

  /** @throws CompositorError `host-options` of what is no identity */
  of(identity: LearnerIdentity, { requestId, accepts }: AskedBy = {}): Learner {
    const { id, name, isStaff, locale, timeZone, ...rest } = identity
    if (typeof id !== 'string' || id === '') throw noIdentity(identity)
    const facts = factsOf(rest)
    return {
      id,
      name: typeof name === 'string' && name !== '' ? name : id,
      isStaff: isStaff ?? isStaffByRole(rest.roles),
      anonymousId: this.#anonymousId(id),
      requestId,
      locale: this.languages.of(locale, accepts),
      timeZone: knownTimeZone(timeZone),
      ...(facts && { facts }),
    }
  }

  #anonymousId(id: string): string {
    const known = this.#anonymousIds.get(id)
    if (known !== undefined) return known
    const made = createHmac('sha256', this.#secret).update(`anonymous ${id}`).digest('hex').slice(0, 32)
    this.#anonymousIds.set(id, made)
    return made
  }
}

/** Of who writes JavaScript: were it taken, all whom the host cannot tell apart would be one learner. */
function noIdentity(identity: unknown): CompositorError {
  // What it may fail with is nobody's, and would end the process.
  if (identity instanceof Promise) identity.catch(() => undefined)
  const { id } = Object(identity) as { readonly id?: unknown }
  const message =
    identity instanceof Promise
      ? 'The host was given a promise of who a request is from, and does not wait for it. Look the session up before the host gets the request, put it there, and read it by `givenRequest` (docs/run-a-host.md, "Who is asking").'
      : `The host was given somebody whose \`id\` is ${typeof id === 'string' ? 'empty' : `no text (${id === null ? 'null' : typeof id})`}. Give an id of text that stays the same for ever, such as String(user.id).`
  return new CompositorError('host-options', message)
}

/** Whether roles make somebody staff. */
export function isStaffByRole(roles: readonly CourseRole[] = []): boolean {
  return roles.includes('staff') || roles.includes('instructor')
}

/** What blocks that ask are told; undefined where the host says nothing of it. */
function factsOf({
  email,
  username,
  roles,
  cohort,
  teams,
}: Omit<LearnerIdentity, 'id'>): LearnerFacts | undefined {
  if ((email ?? username ?? roles ?? cohort ?? teams) === undefined) return undefined
  return {
    email,
    username,
    roles,
    cohort,
    teams,
    mark: JSON.stringify([email, username, roles, cohort, teams]),
  }
}

/** Groups of the people of a demo who work on libraries, by id. */
const demoGroups: Readonly<Record<string, readonly string[]>> = {
  lena: ['library-admins'],
  ravi: ['library-authors'],
  mei: ['library-readers'],
}

/** Learners of a demo that is put under load. */
const oneOfMany = /^Learner [1-9]\d{0,8}$/

/** Characters of a Cookie header of which it is remembered who sends it. */
const longestKnown = 500

/** The learners of a demo, chosen on the page. */
export class DemoLearners {
  static readonly names: readonly string[] = [
    'Alice',
    'Bob',
    'Chandra',
    'Staff',
    'Lena (library admin)',
    'Ravi (library author)',
    'Mei (library reader)',
  ]
  readonly #cookie: LearnerCookie
  readonly #known = lastUsed<LearnerIdentity>(10_000)

  constructor(secret: string) {
    this.#cookie = new LearnerCookie(secret)
  }

  /** Those of these people whom there are in a demo. */
  static known(ids: readonly string[]): readonly LearnerIdentity[] {
    const all = DemoLearners.names.map(identityOf)
    return all.filter(({ id }) => ids.includes(id))
  }

  /** The learner chosen before, or Alice. */
  identify(request: RequestHead): LearnerIdentity {
    const cookie = request.header('cookie') ?? ''
    const known = this.#known.get(cookie)
    if (known) return known
    const name = this.#cookie.read(cookie) ?? 'Alice'
    const identity = identityOf(name)
    if (cookie.length < longestKnown) this.#known.set(cookie, identity)
    return identity
  }

  /** What is known of somebody of the demo who works on libraries. */
  memberships(id: string): Memberships {
    const groups = demoGroups[id]
    return groups ? { groups, isAuthor: true } : {}
  }

  /**
   * The Set-Cookie header for a choice, or undefined for a name that is not there. Besides those that are offered there are as many as
   * somebody wants who tries what many do to a host: `Learner 1`, `Learner 2`...
   */
  choose(name: string): string | undefined {
    return DemoLearners.names.includes(name) || oneOfMany.test(name) ? this.#cookie.write(name) : undefined
  }

  bar(words: PageWords, base: string, learner: Learner, back: string): SafeHtml {
    return learnerSwitch(words, base, learner.name, DemoLearners.names, back)
  }
}

function identityOf(name: string): LearnerIdentity {
  if (oneOfMany.test(name)) return { id: name.toLowerCase().replace(' ', '-'), name, isStaff: false }
  const [first = name] = name.split(' ')
  return { id: first.toLowerCase(), name, isStaff: name === 'Staff' }
}
