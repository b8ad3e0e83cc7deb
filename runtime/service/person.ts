import { CompositorError } from '../errors/index.js'
import type { StaffRequest } from '../view/handler-request.js'
import type { CourseRole } from './course-role.js'
import { User } from './standard-services.js'
import type { ServiceDeclaration, ServiceToken } from './needs.js'

/** What a host may tell of somebody. */
export interface PersonFacts {
  /** What they want to be called. */
  readonly name: string | undefined
  readonly email: string | undefined
  /** What they sign in with. */
  readonly username: string | undefined
  /** All that they are in the course of the block. */
  readonly roles: readonly CourseRole[]
  /** Their cohort in the course of the block, by its name. */
  readonly cohort: string | undefined
  /** Their teams in the course of the block, as the host names them. */
  readonly teams: readonly string[]
}

/** A part of what may be told of somebody. */
export type PersonPart = keyof PersonFacts

/** All parts, in the order in which hosts are shown them. */
export const personParts: readonly PersonPart[] = ['name', 'email', 'username', 'roles', 'cohort', 'teams']

/** A person as a block gets them that asks for these parts. A part that the host does not know, or denies, is undefined or empty. */
export type PersonWith<P extends PersonPart> = Person & Pick<PersonFacts, P>

/**
 * The learner of the current request, as far as the block's class declares that it asks: `@needs(Person.with('name', 'roles'))`. What
 * plugins ask for is shown to those who run the host, who may deny it. A view that asks is this learner's own.
 */
export abstract class Person {
  /**
   * An id of theirs that says nothing of who they are: the same each time, another one in each course (`User.anonymousId` is one for
   * all courses of the site). Staff's handlers find who is behind it by {@link People}.
   */
  abstract readonly pseudonym: string

  /**
   * The service of a block that asks for these parts, and gets no others: the same token for the same parts.
   * @throws CompositorError `plugin-invalid` for a part that there is not
   */
  static with<P extends PersonPart>(...parts: readonly P[]): ServiceToken<PersonWith<P>> {
    return tokenAsking('Person', parts) as ServiceToken<PersonWith<P>>
  }
}

/** Somebody by the host's own id. */
export type KnownPerson<P extends PersonPart> = PersonWith<P> & {
  /** The host's id of them, as {@link User} has it. */
  readonly id: string
}

/**
 * Other people than the learner of the request, for handlers of staff alone: `@needs(People.with('name', 'email'))`. It takes the
 * request that a handler `for: 'staff'` is given, while that runs; anything else fails with `service-use`.
 */
export abstract class People<P extends PersonPart = never> {
  /**
   * People by the host's ids. Of whom the host says nothing there are id and pseudonym alone.
   * @throws CompositorError `people-unavailable`
   */
  abstract of(
    request: StaffRequest,
    learners: readonly string[],
  ): Promise<ReadonlyMap<string, KnownPerson<P>>>

  /**
   * Who is behind the pseudonym of somebody in this course; undefined for what is none.
   * @throws CompositorError `people-unavailable`
   */
  abstract behind(request: StaffRequest, pseudonym: string): Promise<KnownPerson<P> | undefined>

  /** See {@link Person.with}. */
  static with<P extends PersonPart>(...parts: readonly P[]): ServiceToken<People<P>> {
    return tokenAsking('People', parts) as ServiceToken<People<P>>
  }
}

/** A token that asks for parts of people. */
export interface Asking {
  /** Whether it asks of the learner of the request, or of others. */
  readonly of: 'Person' | 'People'
  readonly parts: readonly PersonPart[]
}

const tokens = new Map<string, ServiceToken>()

function tokenAsking(of: Asking['of'], parts: readonly PersonPart[]): ServiceToken {
  const odd = parts.find((part) => !personParts.includes(part))
  if (odd !== undefined) {
    throw new CompositorError(
      'plugin-invalid',
      `${of}.with('${odd}') asks for what no host tells; parts are: ${personParts.join(', ')}.`,
    )
  }
  const sorted = personParts.filter((part) => parts.includes(part))
  const name = `${of} with ${sorted.join(', ') || 'nothing'}`
  let token = tokens.get(name)
  if (!token) {
    token = classNamed(name, { of, parts: sorted })
    tokens.set(name, token)
  }
  return token
}

function classNamed(name: string, asking: Asking): ServiceToken {
  abstract class AskedPerson extends Person {}
  abstract class AskedPeople extends People {}
  const made = asking.of === 'Person' ? AskedPerson : AskedPeople
  Object.defineProperty(made, 'name', { value: name })
  return Object.assign(made, { asking })
}

/** What a token asks of people; undefined for one that asks for something else. */
export function askingOf(token: ServiceToken): Asking | undefined {
  if (token === Person) return { of: 'Person', parts: [] }
  if (token === People) return { of: 'People', parts: [] }
  return (token as { readonly asking?: Asking }).asking
}

/** What a block class asks to be told of people, by its declarations: one that asks for {@link User} asks for names. */
export function asksOfPeople(services: readonly ServiceDeclaration[]): readonly PersonPart[] {
  const asked = new Set<PersonPart>(
    services.flatMap(({ token }): readonly PersonPart[] =>
      token === User ? ['name'] : (askingOf(token)?.parts ?? []),
    ),
  )
  return personParts.filter((part) => asked.has(part))
}
