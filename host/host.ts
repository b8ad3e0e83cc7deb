import type { Container } from 'inversify'
import pino, { type BaseLogger } from 'pino'
import type { PublishedContext, UnitStore } from '../compositor/index.js'
import { staffOnly, type Learner } from '../lms/index.js'
import {
  discoverPlugins,
  loadPlugins,
  shippedPlugin,
  watchPlugins,
  type LoadedPlugins,
} from '../plugins/index.js'
import {
  CompositorError,
  type ErrorCode,
  type Finding,
  type JsonObject,
  type LearningContextKey,
  parseUsageKey,
  type SafeHtml,
  ScriptRunner,
} from '../runtime/index.js'
import { Admission, type Access, type Visit } from './admission.js'
import { Authoring } from './authoring.js'
import { ClientFiles } from './client-files.js'
import { courseScripts } from './course-scripts.js'
import { Courseware } from './courseware.js'
import { Embedding, type EmbeddingOptions } from './embedding/embedding.js'
import { HostUrls } from './host-urls.js'
import { fetchResponseOf, hostRequestOf } from './http/fetch-adapter.js'
import { FrontDoor, type FrontDoorOptions } from './front-door.js'
import type { HostRequest, HostResponse } from './http/exchange.js'
import { Router } from './http/router.js'
import { FailureCounts } from './operations/failure-counts.js'
import { Operations, type OperationsOptions } from './operations/operations.js'
import { PythonScripts, type PythonOptions } from '../python/index.js'
import { DemoLearners, Learners, type Identify, type RequestHead } from './learner-of.js'
import { HandlerSignatures } from './identity/handler-signatures.js'
import { draftScripts } from './drafts/draft-scripts.js'
import { Drafts } from './drafts/drafts.js'
import { DraftViews } from './drafts/draft-views.js'
import { authorRoutes } from './routes/author-routes.js'
import { blockRoutes } from './routes/block-routes.js'
import { contextRoutes } from './routes/context-routes.js'
import { embedRoutes } from './routes/embed-routes.js'
import { fileRoutes } from './routes/file-routes.js'
import { staffPageRoutes } from './routes/staff-page-routes.js'
import { staffRoutes } from './routes/staff-routes.js'
import { unitRoutes } from './routes/unit-routes.js'
import { Rescorings } from './staff/rescorings.js'
import { openStores, type Stores } from './store/open-stores.js'

/** What keeps a context off the list of somebody who asks for it. */
const notListed = new Set<ErrorCode>(['context-not-published', 'not-yet-open', 'closed', 'not-in-group'])

/** How a host is opened. */
export interface HostOptions extends FrontDoorOptions {
  /** Folder of the embedded store; made where there is none. */
  readonly store: string
  /** Who a request is from. Without it the host is a demo whose visitors choose a learner on the page. */
  readonly learner?: Identify
  /** What a learner is in a learning context; when left out everybody is let in, and staff are staff everywhere. */
  readonly access?: Access
  /** Whether a request is from somebody who may edit drafts and publish them; in a demo it is Staff, else nobody. */
  readonly author?: (request: RequestHead) => boolean
  /** Path the host is mounted at in its server, such as `/learn`. */
  readonly base?: string
  /** Plugins besides the shipped one, by module specifier. */
  readonly plugins?: readonly string[]
  /** Folder of a package.json whose dependencies are looked through for plugins, by keyword. */
  readonly discover?: string
  /** Block types that plugins may take over from the shipped one. */
  readonly overrides?: readonly string[]
  /** Epoch milliseconds; tests fix it. */
  readonly now?: () => number
  /** Threads that compose; one less than the processors when left out. */
  readonly threads?: number
  /** Milliseconds for which one call of a block type's code may keep a composing thread busy; 1000 if not said. */
  readonly composeDeadline?: number
  /** Largest request body taken by `fetch`, in bytes; 1 MiB if not said. */
  readonly uploadLimit?: number
  /** Milliseconds for which `close` waits for answers under way; 10,000 if not said. */
  readonly closeDeadline?: number
  /** Milliseconds in a time slot of signed handler addresses, which hold for one to two slots; an hour if not said. */
  readonly signatureSlot?: number
  /** Milliseconds that one view or handler of a block may wait; 1000 if not said. */
  readonly blockDeadline?: number
  /** What blocks of a type find in their `Settings` service, by block type. */
  readonly settings?: { readonly [blockType: string]: JsonObject }
  /** Binds services for the whole process besides, or instead of, the host's own (docs/services.md). */
  readonly services?: (services: Container) => void
  /**
   * How Python of problems is run; false for not at all, so that what depends on it is shown with a notice
   * (docs/decisions/0015-python-in-problems.md). Nothing is started before a learner meets a script.
   */
  readonly python?: false | PythonOptions
  /**
   * Offers health and metrics to those who run the host, on a port of their own (docs/run-a-host.md); when left out, only
   * `host.operations.fetch` does.
   */
  readonly operations?: OperationsOptions
  /** Lets pages of other sites show units (docs/embed-a-unit.md); none may when left out. */
  readonly embedding?: EmbeddingOptions
  /** Lines that are written for a request carry its id, as `requestId`. */
  readonly log?: Pick<BaseLogger, 'info' | 'warn' | 'error'>
}

/**
 * An LMS host: a store, the block types, and a `fetch` to mount in a server. Open one with {@link openHost}; it ends
 * its threads and closes its store with `close()` or `await using`.
 */
export class Host implements AsyncDisposable {
  readonly base: string
  readonly authoring: Authoring
  readonly courseware: Courseware
  readonly drafts: Drafts
  readonly draftViews: DraftViews
  readonly signatures: HandlerSignatures
  readonly embedding: Embedding | undefined
  readonly demo: DemoLearners | undefined
  readonly clientFiles: ClientFiles
  readonly rescorings: Rescorings
  /** Health and metrics, for those who run the host. */
  readonly operations: Operations
  readonly #door: FrontDoor
  readonly #router: Router
  readonly #learners: Learners
  readonly #admission: Admission
  readonly #scripts: PythonScripts | undefined
  #closed: Promise<void> | undefined

  constructor(
    private readonly options: HostOptions,
    private readonly stores: Stores,
    private readonly loaded: LoadedPlugins,
    readonly log: Pick<BaseLogger, 'info' | 'warn' | 'error'>,
    /** Keeps plugins from ending the process, until the host is closed. */
    private readonly watch?: Disposable,
  ) {
    const { base = '', now = Date.now, threads, plugins = [], overrides = [] } = options
    this.base = base.replace(/\/$/, '')
    const { types } = loaded
    this.#door = new FrontDoor(options, { base: this.base, log })
    this.clientFiles = new ClientFiles(types)
    this.signatures = new HandlerSignatures(stores.secret, now, options.signatureSlot)
    const { embedding } = options
    this.embedding =
      embedding && new Embedding({ options: embedding, secret: stores.secret, base: this.base, now })
    this.#scripts = this.#openScripts()
    const blockFailures = new FailureCounts()
    this.authoring = new Authoring({ ...stores, types, scripts: this.#scripts })
    this.courseware = new Courseware({
      ...stores,
      signatures: this.signatures,
      settings: options.settings,
      bind: (services) => {
        options.services?.(services)
        if (!this.#scripts || services.isBound(ScriptRunner)) return
        services.bind(ScriptRunner).toConstantValue(this.#scripts)
      },
      deadline: options.blockDeadline,
      composeDeadline: options.composeDeadline,
      loaded,
      plugins: { specifiers: [shippedPlugin, ...plugins], overrides },
      urls: new HostUrls({ base: this.base, clientFiles: this.clientFiles }),
      now,
      threads,
      onFailure: (error, _block, failed) => {
        blockFailures.count(error.code)
        log.error({ err: error, usage: error.usage, ...failed }, error.message)
      },
    })
    this.rescorings = new Rescorings(this.courseware)
    this.operations = new Operations({
      ...stores,
      learnerCounts: stores.counts.learners,
      isClosing: () => this.#door.isClosing,
      state: () => ({
        requests: this.#door.counts,
        underWay: this.#door.underWay,
        compositor: this.courseware.compositor.stats(),
        stores: stores.counts,
        events: stores.events.state,
        scripts: this.#scripts?.stats(),
        rescorings: this.rescorings.underWay,
        blockFailures: blockFailures.byCode,
      }),
    })
    this.drafts = new Drafts(
      stores.authoring,
      types,
      (unit, isAwaited) => this.courseware.compositor.draft(unit, isAwaited),
      this.#scripts && draftScripts(types, this.#scripts),
    )
    const { services } = this.courseware
    this.draftViews = new DraftViews({ types, services, urls: this.courseware.options.urls })
    this.#learners = new Learners(stores.secret)
    this.#admission = new Admission({ courseware: this.courseware, access: options.access })
    this.demo = options.learner ? undefined : new DemoLearners(stores.secret)
    this.#router = new Router({
      ...authorRoutes(this),
      ...contextRoutes(this),
      ...unitRoutes(this),
      ...blockRoutes(this),
      ...embedRoutes(this),
      ...staffRoutes(this),
      ...staffPageRoutes(this),
      ...fileRoutes(this),
    })
  }

  get units(): UnitStore {
    return this.stores.units
  }

  /** Findings about plugins that could not be loaded. */
  get pluginDiagnostics(): readonly Finding[] {
    return this.loaded.diagnostics
  }

  /** Answers a request below the mount path: the door for any server that speaks fetch. */
  readonly fetch = async (request: Request): Promise<Response> => {
    const asked = hostRequestOf(request, this.options.uploadLimit)
    return fetchResponseOf(await this.answer(asked), asked)
  }

  /** Answers a request; never throws. */
  readonly answer = (request: HostRequest): Promise<HostResponse> => {
    const { base } = this
    const { method, path } = request
    const isHere = path === base || path.startsWith(`${base}/`)
    return this.#door.answer(
      request,
      isHere ? this.#router.find(method, path.slice(base.length) || '/') : undefined,
    )
  }

  /** The answer to a request that fails: JSON for programs, a page for people. */
  refusal(request: HostRequest, error: CompositorError): HostResponse {
    return this.#door.refusal(request, error)
  }

  /** The published version of a context. @throws CompositorError `context-not-published` */
  published(context: string): Promise<PublishedContext> {
    return this.units.publication(context)
  }

  publishedOf(context: LearningContextKey): Promise<PublishedContext> {
    return this.published(context.withoutBranchOrVersion().toString())
  }

  /** Everything that is published, in the order of first publishing. */
  async contexts(): Promise<PublishedContext[]> {
    return Promise.all((await this.units.contexts()).map((context) => this.published(context)))
  }

  /** Who a request is from. @throws CompositorError `learner-unknown` for nobody */
  learnerOf(request: RequestHead): Learner {
    const identity = this.options.learner ? this.options.learner(request) : this.demo?.identify(request)
    if (!identity)
      throw new CompositorError('learner-unknown', 'The host does not know who this request is from.')
    return this.#learners.of(identity, request.id)
  }

  /**
   * Who a request is from, in a context they may see.
   * @throws CompositorError `learner-unknown`, and what {@link Admission.admit} throws
   */
  async visit(request: RequestHead, context: LearningContextKey | string): Promise<Visit> {
    const person = this.learnerOf(request)
    return this.#admission.admit(request, person, await this.#publishedOf(context))
  }

  /** The learner of a token or a signed address, in a context they may see. @throws what {@link Admission.admit} throws */
  async visitByToken(
    request: RequestHead,
    { id, name }: { readonly id: string; readonly name?: string | undefined },
    context: LearningContextKey | string,
  ): Promise<Visit> {
    const learner = this.#learners.of({ id, ...(name !== undefined && { name }) }, request.id)
    return this.#admission.admitByToken(request, learner, await this.#publishedOf(context))
  }

  /**
   * The one of staff that a request is from, in the context of a block. Others are told nothing of it, nor whether its
   * key is one.
   * @throws as {@link visit} does; CompositorError `staff-only`
   */
  async staffVisit(request: RequestHead, usageKey: string): Promise<Visit> {
    const person = this.maybeStaff(request)
    const published = await this.#publishedOf(parseUsageKey(usageKey).context)
    return this.#admission.admitStaff(request, person, published)
  }

  /** Whether a moment, in epoch milliseconds, is still to come. */
  isBefore(moment: number): boolean {
    return moment === Infinity || this.courseware.options.now() < moment
  }

  /** Somebody who may be staff of some context. @throws CompositorError `learner-unknown`, `staff-only` */
  maybeStaff(request: RequestHead): Learner {
    const person = this.learnerOf(request)
    if (!this.options.access) staffOnly(person)
    return person
  }

  /** What is published and for this learner, in the order of first publishing. @throws as {@link visit} does */
  async visits(request: RequestHead): Promise<Visit[]> {
    const person = this.learnerOf(request)
    const admitted = async (published: PublishedContext): Promise<Visit[]> => {
      try {
        return [await this.#admission.admit(request, person, published)]
      } catch (thrown) {
        const { code } = CompositorError.from(thrown, 'host-failed')
        if (notListed.has(code)) return []
        throw thrown
      }
    }
    return (await Promise.all((await this.contexts()).map(admitted))).flat()
  }

  #publishedOf(context: LearningContextKey | string): Promise<PublishedContext> {
    return typeof context === 'string' ? this.published(context) : this.publishedOf(context)
  }

  /** Whether a request is from an author. */
  isAuthor(request: RequestHead): boolean {
    const { author } = this.options
    return author ? author(request) : (this.demo?.identify(request).isStaff ?? false)
  }

  /** The author a request is from. @throws CompositorError `learner-unknown`, `author-only` */
  authorOf(request: RequestHead): Learner {
    const person = this.learnerOf(request)
    if (this.isAuthor(request)) return person
    throw new CompositorError('author-only', 'Only authors may edit and publish content.')
  }

  /** The author of a context that a request is from. @throws as {@link authorOf} does, and what `access` leads to */
  async authorIn(request: RequestHead, context: LearningContextKey | string): Promise<Learner> {
    const author = this.authorOf(request)
    const key = typeof context === 'string' ? context : context.withoutBranchOrVersion().toString()
    await this.#admission.refuseHidden(request, author, key)
    return author
  }

  /** A learner by the host's own id. */
  learner(id: string, name = id, isStaff = false): Learner {
    return this.#learners.of({ id, name, isStaff })
  }

  /** The demo's learner switch for a page, where this is a demo. */
  learnerBar(learner: Learner, path: string): SafeHtml | undefined {
    return this.demo?.bar(this.base, learner, path)
  }

  /**
   * Takes no more requests, waits for answers under way (no longer than `closeDeadline`), ends the threads and closes
   * the store.
   */
  close(): Promise<void> {
    return (this.#closed ??= this.#close())
  }

  async #close(): Promise<void> {
    await this.#door.close(this.options.closeDeadline ?? 10_000)
    await this.rescorings.close()
    await this.courseware.close()
    await this.#scripts?.close()
    await this.stores.close()
    await this.operations.close()
    this.watch?.[Symbol.dispose]()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #openScripts(): PythonScripts | undefined {
    const { python = {} } = this.options
    if (python === false) return undefined
    if (!PythonScripts.available()) {
      this.log.warn('Python is not built here: what depends on scripts of problems is shown with a notice.')
      return undefined
    }
    return courseScripts(this.units, { warn: (message) => this.log.warn(message), ...python })
  }
}

/**
 * Opens a host on an embedded store.
 * @throws CompositorError `store-unavailable`, `store-damaged`, `store-secret`, `host-options`, `operations-port`, or `plugin-load` where `discover` has no package.json; a plugin that
 *   cannot be loaded is logged and listed in `pluginDiagnostics`, and its block types show as unsupported
 */
export async function openHost(options: HostOptions): Promise<Host> {
  const { discover, overrides = [] } = options
  const log = options.log ?? pino({ level: 'warn' }, pino.destination(2))
  const found = discover === undefined ? { plugins: [], diagnostics: [] } : discoverPlugins(discover)
  const plugins = [...found.plugins.map(({ specifier }) => specifier), ...(options.plugins ?? [])]
  // Where there are no plugins besides ours, nothing of the process is touched.
  const watch =
    plugins.length === 0
      ? undefined
      : watchPlugins(plugins, (error, { plugin }) => {
          log.error({ err: error, usage: error.usage, plugin }, error.message)
        })
  try {
    const { types, diagnostics } = await loadPlugins({ specifiers: [shippedPlugin, ...plugins], overrides })
    const loaded = { types, diagnostics: [...found.diagnostics, ...diagnostics] }
    for (const { code, message } of loaded.diagnostics) log.error({ code }, message)
    const stores = await openStores(options.store)
    try {
      const host = new Host({ ...options, plugins }, stores, loaded, log, watch)
      if (options.operations) await host.operations.listen(options.operations)
      return host
    } catch (thrown) {
      await Promise.allSettled([stores.close(), stores.learners.close(), stores.events.close()])
      throw thrown
    }
  } catch (thrown) {
    watch?.[Symbol.dispose]()
    throw thrown
  }
}
