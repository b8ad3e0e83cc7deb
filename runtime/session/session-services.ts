import { LRUCache } from 'lru-cache'
import { Container } from 'inversify'
import type { BlockType } from '../block/block-type.js'
import { CompositorError } from '../errors/index.js'
import { FileKeeper } from '../service/file-keeper.js'
import { Files } from '../service/files.js'
import { isForBlock, type ServedBlock } from '../service/for-block.js'
import { Cache, HandlerUrls, Partitions, Settings } from '../service/host-services.js'
import {
  Completion,
  completionForBlock,
  Grades,
  gradesForBlock,
  LearnerState,
  learnerStateForBlock,
} from '../service/learner-progress.js'
import { Learners } from '../service/learners.js'
import type { ServiceToken } from '../service/needs.js'
import { Course } from '../service/course.js'
import { askingOf, type Asking } from '../service/person.js'
import { PersonDirectory, PersonSource } from '../service/person-source.js'
import { Clock, Random, Urls, User } from '../service/standard-services.js'
import { Submissions } from '../service/submissions.js'
import { I18n, SourceI18n } from '../service/translations.js'
import { parseKey, UsageKey, type AsideKey } from '../keys/index.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import type { Catalogues } from '../words/catalogues.js'
import type { AroundWords } from '../words/language-marks.js'
import type { FailureView } from './failure-fragment.js'
import { NotePad } from './learner-notes.js'
import { isMarked, NotedClock, notedCourse, notedUser, notedWords } from './noted-services.js'
import { SessionClock } from './session-clock.js'
import { worldOf, type SessionOptions } from './session-options.js'
import { sharedDataView } from './shared-views.js'
import type { AskingBlock } from './asking-block.js'
import { toldPeople, toldPerson } from './told-people.js'

/** The words of plugins that bring none in other languages. */
const sourceWords = new SourceI18n()

/** Stands for a service that the place of a block gives. */
const ofPlace = Symbol('of the place')

/** What blocks have where the host binds nothing. */
const ofKernel: ReadonlyMap<ServiceToken, unknown> = new Map<ServiceToken, unknown>([
  [I18n, sourceWords],
  [Completion, completionForBlock],
  [Grades, gradesForBlock],
  [LearnerState, learnerStateForBlock],
  [Learners, ofPlace],
  [Submissions, ofPlace],
  [Files, ofPlace],
])

const ofHosts: readonly ServiceToken[] = [User, Clock, Random, Urls, HandlerUrls, Partitions, Settings, Cache]

/** Contexts of the usages that were asked about last: what a key says never changes. */
const contexts = new LRUCache<string, string>({ max: 10_000 })

/** The directories of hosts, each looked up once: every request that asks for its learner asks for it. */
const directories = new WeakMap<Container, { readonly directory: PersonDirectory | undefined }>()

function directoryOf(host: Container): PersonDirectory | undefined {
  let found = directories.get(host)
  if (!found) {
    found = { directory: host.get(PersonDirectory, { optional: true }) }
    directories.set(host, found)
  }
  return found.directory
}

/** The services of one request: the host's for the process, the request's own, and the kernel's. */
export class SessionServices {
  readonly #resolved = new Map<ServiceToken, unknown>()
  readonly #parameters = new Map<BlockType, BlockType['services']>()
  #services: Container | undefined

  constructor(
    private readonly host: Container,
    private readonly options: SessionOptions,
  ) {}

  /** A service as it is bound, or undefined. */
  get(token: ServiceToken): unknown {
    if (this.#resolved.has(token)) return this.#resolved.get(token)
    const bound: unknown =
      this.options.service?.(token) ?? this.#container().get(token, { optional: true }) ?? ofKernel.get(token)
    const service = token === Clock && bound !== undefined ? new SessionClock(bound as Clock) : bound
    this.#resolved.set(token, service)
    return service
  }

  /** Words for blocks that failed, and the languages they stand in. */
  ofFailures(catalogues: Catalogues): Pick<FailureView, 'words' | 'around'> {
    const words = notedWords(catalogues, worldOf(this.options), new NotePad())
    return { words, around: this.around }
  }

  /** The languages that words of ours stand in. */
  get around(): AroundWords {
    const { locale, around } = worldOf(this.options)
    return { page: locale, course: around }
  }

  hasAsked(token: ServiceToken): boolean {
    return this.#resolved.get(token) !== undefined
  }

  /**
   * A service for a block that declared it. Unless it is the same for everybody, the block has looked at the learner.
   * @throws CompositorError `service-undeclared`, `service-missing`
   */
  of(place: AskingBlock, token: ServiceToken, required: boolean): unknown {
    const { type, composed } = place
    if (token !== I18n && !type.services.some((declared) => declared.token === token)) {
      throw undeclared(type, token)
    }
    const asking = askingOf(token)
    if (asking) return this.#people(place, token, asking, required)
    const service = this.get(token)
    if (service === ofPlace) return this.#placed(place, token, required)
    const words = token === I18n && service === sourceWords ? place.type.words : undefined
    if (words && place.activeView !== sharedDataView)
      return notedWords(words, worldOf(this.options), place.pad)
    const noted = service === undefined ? undefined : this.#noted(place, token, service)
    if (noted) return noted
    if (!('shared' in token) && !isShared(service)) place.pad.own()
    if (service === undefined && required) throw this.#missing(type, token)
    if (service instanceof Urls) return service.within(this.#contextOf(composed), composed.origin?.block)
    return isForBlock(service) ? service.forBlock(this.#served(place)) : service
  }

  /**
   * What a block's constructor asked for, in the order of its parameters.
   * @throws CompositorError `service-missing` for any service that the block needs; only `User` may be asked for later, as a
   *   visitor nobody knows may be shown a public view
   */
  ofConstructor(place: AskingBlock): unknown[] {
    const { type } = place
    if (type.services.length === 0) return []
    const services: unknown[] = []
    for (const { token, required, parameter = 0 } of this.#parametersOf(type))
      services[parameter] = this.of(place, token, required)
    return services
  }

  /** The services that constructors of a type are given, once it is known that all others are there: they stay for the request. */
  #parametersOf(type: BlockType): BlockType['services'] {
    let parameters = this.#parameters.get(type)
    if (!parameters) {
      const missing = type.services.find(
        ({ token, required, parameter }) =>
          parameter === undefined && required && token !== User && !this.#has(token),
      )
      if (missing) throw this.#missing(type, missing.token)
      parameters = type.services.filter(({ parameter }) => parameter !== undefined)
      this.#parameters.set(type, parameters)
    }
    return parameters
  }

  /** Epoch milliseconds until which what was shown stays true, by what blocks asked of the Clock; else infinite. */
  get validUntil(): number {
    const clock = this.#resolved.get(Clock)
    return clock instanceof SessionClock ? clock.validUntil : Infinity
  }

  /** What the place of a block gives; of files, where somebody keeps them. */
  #placed(place: AskingBlock, token: ServiceToken, required: boolean): unknown {
    place.pad.own()
    if (token !== Files) return token === Learners ? place.learners : place.submissions
    const keeper = this.get(FileKeeper) as FileKeeper | undefined
    if (!keeper && required) throw this.#missing(place.type, token)
    return keeper && place.filesIn(keeper)
  }

  #has(token: ServiceToken): boolean {
    const asking = askingOf(token)
    if (!asking)
      return this.get(token === Files && this.get(Files) === ofPlace ? FileKeeper : token) !== undefined
    if (directoryOf(this.host) === undefined) return false
    return asking.of === 'People' || this.get(PersonSource) !== undefined
  }

  #people(place: AskingBlock, token: ServiceToken, asking: Asking, required: boolean): unknown {
    if (!this.#has(token)) {
      if (required) throw this.#missing(place.type, token)
      return undefined
    }
    const directory = directoryOf(this.host) as PersonDirectory
    const telling = { place, asking, directory, context: () => this.#contextOf(place.composed) }
    return asking.of === 'People'
      ? toldPeople(telling)
      : toldPerson(telling, this.get(PersonSource) as PersonSource)
  }

  /** Learner and clock as they are for one block, which notes what it asks of them. */
  #noted(
    { pad, type }: AskingBlock,
    token: ServiceToken,
    service: unknown,
  ): User | Clock | Course | undefined {
    if (isForBlock(service) || isShared(service)) return undefined
    if (token === User) return notedUser(this.#named(service as User, type.plugin), pad)
    if (token === Course && isMarked(service)) return notedCourse(service, pad)
    return token === Clock ? new NotedClock(service as Clock, pad) : undefined
  }

  /** The learner, without a name where the host denies it to the plugin. */
  #named(user: User, plugin: string): User {
    const directory = directoryOf(this.host)
    if (!directory?.denied(plugin).has('name')) return user
    const { id, anonymousId, isStaff } = user
    return { id, anonymousId, isStaff, name: '' }
  }

  #served(place: AskingBlock): ServedBlock {
    const get = (token: ServiceToken) => this.get(token)
    const contextOf = (composed: ComposedBlock) => this.#contextOf(composed)
    const gradeOf = ({ key }: ComposedBlock) => this.options.resultOf?.(key)?.grade
    return {
      composed: place.composed,
      get context() {
        return contextOf(place.composed)
      },
      get user() {
        return get(User) as User | undefined
      },
      get clock() {
        return get(Clock) as Clock | undefined
      },
      waitFor: (work) => place.waitFor(work),
      get grade() {
        return gradeOf(place.composed)
      },
      publish: (event, payload) => place.publish(event, payload),
      record: (address) => this.options.fieldData.record(address),
    }
  }

  /** The library blocks of one reference share what stands before their own key, and with it the context. */
  #contextOf({ key }: ComposedBlock): string {
    const usage = key.startsWith('cb:') ? key.slice(0, key.lastIndexOf('::')) : key
    let context = contexts.get(usage)
    if (context === undefined) contexts.set(usage, (context = contextOf(key)))
    return context
  }

  /** One of the request's own is made only where something is bound in it, as it costs more than the rest of a small request. */
  #container(): Container {
    const { bind } = this.options
    if (!bind) return this.host
    if (!this.#services) {
      this.#services = new Container({ parent: this.host })
      bind(this.#services)
    }
    return this.#services
  }

  #missing(type: BlockType, token: ServiceToken): CompositorError {
    const bound = ofHosts.filter(
      (one) => this.options.service?.(one) !== undefined || this.#container().isBound(one),
    )
    return new CompositorError(
      'service-missing',
      `${type.name} needs '${token.name}', which this host does not provide; of the standard ones it has: ` +
        `${namesOf([...bound, ...ofKernel.keys()])}.`,
    )
  }
}

function undeclared(type: BlockType, token: ServiceToken): CompositorError {
  const declared = new Set([...type.services.map((one) => one.token), I18n])
  return new CompositorError(
    'service-undeclared',
    `${type.name} did not declare '${token.name}' with @needs or @wants; it may ask for: ${namesOf(declared)}.`,
  )
}

function namesOf(tokens: Iterable<ServiceToken>): string {
  return [...tokens].map(({ name }) => name).join(', ')
}

function isShared(service: unknown): boolean {
  return typeof service === 'object' && service !== null && 'shared' in service && service.shared === true
}

function contextOf(key: string): string {
  const parsed = parseKey(key)
  const usage = parsed instanceof UsageKey ? parsed : usageOfAside(parsed as AsideKey)
  return usage.context.withoutBranchOrVersion().toString()
}

function usageOfAside(key: AsideKey): UsageKey {
  if ('usage' in key) return key.usage
  throw new CompositorError('key-kind', `'${key.toString()}' is of a definition, so it is in no context.`)
}
