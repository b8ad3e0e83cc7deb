import type { PublishedContext, UnitStore } from '../compositor/index.js'
import { staffOnly, type Learner } from '../lms/index.js'
import {
  CompositorError,
  parseUsageKey,
  type ErrorCode,
  type LearningContextKey,
  type SafeHtml,
} from '../runtime/index.js'
import { Admission, type Visit } from './admission.js'
import type { Courseware } from './courseware.js'
import type { HostOptions } from './host-options.js'
import { Languages } from './identity/languages.js'
import { DemoLearners, Learners, type AskedBy, type RequestHead } from './learner-of.js'
import type { PageWords, SiteWords } from './words/index.js'

/** What keeps a context off the list of somebody who asks for it. */
const notListed = new Set<ErrorCode>(['context-not-published', 'not-yet-open', 'closed', 'not-in-group'])

/** What knowing visitors rests on. */
export interface VisitorsParts {
  readonly options: Pick<HostOptions, 'learner' | 'access' | 'author'>
  readonly base: string
  readonly secret: string
  readonly units: UnitStore
  readonly courseware: Courseware
  /** Languages that plugins have words in. */
  readonly locales: readonly string[]
  /** The words of the host's pages. */
  readonly words: SiteWords
}

/** Contexts that are opened for one list. */
const mostListed = 500

/** Which contexts are listed. */
export interface ListQuery {
  /** The key after which it begins; the empty text for all. */
  readonly after: string
  readonly most: number
  /** Whether a key is one of those that are listed. */
  readonly isWanted: (context: string) => boolean
  /** Whether what is published under it is listed. */
  readonly isShown: (published: PublishedContext) => boolean
}

/** A part of a list. */
export interface ListedVisits {
  readonly visits: readonly Visit[]
  /** The key after which it goes on; left out at its end. */
  readonly next?: string
}

/** Who a request is from, and where it gets in. */
export class Visitors {
  /** Where visitors choose a learner on the page. */
  readonly demo: DemoLearners | undefined
  readonly #options: VisitorsParts['options']
  readonly #learners: Learners
  readonly #languages: Languages
  readonly #admission: Admission

  constructor(private readonly parts: VisitorsParts) {
    const { options, secret, courseware } = parts
    this.#options = options
    this.#languages = new Languages([...parts.locales, ...parts.words.locales])
    this.#learners = new Learners(secret, this.#languages)
    this.#admission = new Admission({ courseware, access: options.access })
    this.demo = options.learner ? undefined : new DemoLearners(secret)
  }

  /** Who a request is from. @throws CompositorError `learner-unknown` for nobody */
  learnerOf(request: RequestHead): Learner {
    const identity = this.#options.learner ? this.#options.learner(request) : this.demo?.identify(request)
    if (!identity)
      throw new CompositorError('learner-unknown', 'The host does not know who this request is from.')
    return this.#learners.of(identity, askedBy(request))
  }

  /**
   * Who a request is from, in a context they may see.
   * @param person who it is from, where that is known already
   * @throws CompositorError `learner-unknown`, and what {@link Admission.admit} throws
   */
  async visit(
    request: RequestHead,
    context: LearningContextKey | string,
    person = this.learnerOf(request),
  ): Promise<Visit> {
    return this.#admission.admit(request, person, await this.#publishedOf(context))
  }

  /** As {@link visit} gives, where nothing has to be waited for. @throws CompositorError `context-not-published` */
  knownVisit(request: RequestHead, context: string, person: Learner): Visit | undefined {
    const published = this.parts.units.known(context)
    return published && this.#admission.knownAdmission(request, person, published)
  }

  /** The learner of a token or a signed address, in a context they may see. @throws what {@link Admission.admit} throws */
  async visitByToken(
    request: RequestHead,
    { id, name }: { readonly id: string; readonly name?: string | undefined },
    context: LearningContextKey | string,
  ): Promise<Visit> {
    const learner = this.#learners.of({ id, ...(name !== undefined && { name }) }, askedBy(request))
    return this.#admission.admitByToken(request, learner, await this.#publishedOf(context))
  }

  /**
   * The one of staff that a request is from, in the context of a block. Others are told nothing of it, nor whether its
   * key is one. @param by who it is from, where that is known already
   * @throws as {@link visit} does; CompositorError `staff-only`
   */
  async staffVisit(
    request: RequestHead,
    usageKey: string,
    by: Learner = this.learnerOf(request),
  ): Promise<Visit> {
    const person = this.maybeStaff(request, by)
    const published = await this.#publishedOf(parseUsageKey(usageKey).context)
    return this.#admission.admitStaff(request, person, published)
  }

  /** The same in a context by its key. @throws as {@link staffVisit} does */
  async staffIn(request: RequestHead, context: string, by: Learner): Promise<Visit> {
    const person = this.maybeStaff(request, by)
    return this.#admission.admitStaff(request, person, await this.#publishedOf(context))
  }

  /** Somebody who may be staff of some context. @throws CompositorError `learner-unknown`, `staff-only` */
  maybeStaff(request: RequestHead, person: Learner = this.learnerOf(request)): Learner {
    if (!this.#options.access) staffOnly(person)
    return person
  }

  /** A context that somebody finds in lists; undefined for one that is not published, or not for them. @throws as {@link visit} does, otherwise */
  async listed(request: RequestHead, person: Learner, context: string): Promise<Visit | undefined> {
    try {
      return await this.visit(request, context, person)
    } catch (thrown) {
      if (notListed.has(CompositorError.from(thrown, 'host-failed').code)) return undefined
      throw thrown
    }
  }

  /** Some of what is published and for somebody, sorted by key: no more contexts are opened than one answer may look through. @throws as {@link listed} does */
  async someVisits(request: RequestHead, person: Learner, query: ListQuery): Promise<ListedVisits> {
    const { after, most, isWanted, isShown } = query
    const contexts = (await this.parts.units.contexts()).filter((one) => one > after && isWanted(one))
    const visits: Visit[] = []
    for (let at = 0; at < contexts.length; at += most) {
      const some = contexts.slice(at, at + most)
      const found = await Promise.all(some.map((one) => this.listed(request, person, one)))
      for (const [index, visit] of found.entries()) {
        if (!visit || !isShown(visit.published)) continue
        visits.push(visit)
        const isLast = at + index + 1 === contexts.length
        if (visits.length === most) return { visits, ...(!isLast && { next: some[index] ?? '' }) }
      }
      const last = some.at(-1)
      if (at + most >= mostListed && at + most < contexts.length && last !== undefined)
        return { visits, next: last }
    }
    return { visits }
  }

  /** Whether a request is from an author. @param person who it is from */
  isAuthor(request: RequestHead, person: Learner): boolean {
    const { author } = this.#options
    if (!author) return this.demo?.identify(request).isStaff ?? false
    const isAuthor: unknown = author(request, person)
    // A promise is true of everybody.
    if (isAuthor instanceof Promise) {
      isAuthor.catch(() => undefined)
      const message = '`author` gave a promise, and is not waited for. Give true or false.'
      throw new CompositorError('host-options', message)
    }
    return Boolean(isAuthor)
  }

  /** Hides a context from somebody who may not know of it. @throws CompositorError `context-not-published`, `access-unavailable` */
  refuseHidden(request: RequestHead, person: Learner, context: string): Promise<void> {
    return this.#admission.refuseHidden(request, person, context)
  }

  /** English words, for programs that say no language. */
  get englishWords(): PageWords {
    return this.parts.words.in()
  }

  /** A learner by the host's own id. */
  learner(id: string, name = id, isStaff = false): Learner {
    return this.#learners.of({ id, name, isStaff })
  }

  /** The demo's learner switch for a page, where this is a demo. */
  bar(learner: Learner, path: string): SafeHtml | undefined {
    return this.demo?.bar(this.wordsOf(learner), this.parts.base, learner, path)
  }

  /** Languages that learners may have pages in, as in BCP 47: English, and those that there are words in. */
  get languages(): readonly string[] {
    return [...new Set(['en', ...this.parts.words.locales, ...this.parts.locales])].sort()
  }

  /** Who sent a request, and the bar of their pages; undefined for nobody. */
  known(request: RequestHead): { readonly name: string; readonly bar?: SafeHtml | undefined } | undefined {
    try {
      const person = this.learnerOf(request)
      return { name: person.name, bar: this.bar(person, `${this.parts.base}/`) }
    } catch {
      return undefined
    }
  }

  /** The words of pages for a learner. */
  wordsOf({ locale, timeZone }: Pick<Learner, 'locale' | 'timeZone'>): PageWords {
    return this.parts.words.in(locale, timeZone)
  }

  /** The words of a page for whoever sent a request, be they known or not. */
  wordsFor(request: RequestHead): PageWords {
    try {
      return this.wordsOf(this.learnerOf(request))
    } catch {
      return this.parts.words.in(this.#languages.of(undefined, request.header('accept-language')))
    }
  }

  #publishedOf(context: LearningContextKey | string): Promise<PublishedContext> {
    return this.parts.units.publication(keyText(context))
  }
}

function askedBy(request: RequestHead): AskedBy {
  return { requestId: request.id, accepts: request.header('accept-language') }
}

function keyText(context: LearningContextKey | string): string {
  return typeof context === 'string' ? context : context.withoutBranchOrVersion().toString()
}
