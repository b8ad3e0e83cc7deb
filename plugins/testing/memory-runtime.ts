import { Container } from 'inversify'
import {
  asOfRoute,
  AsideType,
  BlockRuntime,
  Cache,
  Catalogues,
  Clock,
  FileKeeper,
  Course,
  PersonDirectory,
  PluginStore,
  Random,
  Settings,
  Urls,
  inheritance,
  Mixins,
  upstreamLinks,
  type AnyFieldMixin,
  type AsideBase,
  type BlockBase,
  type BlockType,
  type FileLimits,
  type BlockTypes,
  type CatalogueSource,
  type ComposedBlock,
  CompositorError,
  type ConcreteAsideClass,
  type Json,
  type JsonObject,
  type Plugin,
  type PersonPart,
} from '../../runtime/index.js'
import { typeOfClass, type BlockDraft, type ClassOf } from './block-draft.js'
import { FixedClock, SeededRandom, TestUrls } from './fixed-services.js'
import { FixedSettings, MemoryCache } from './memory-cache.js'
import { MemoryFileKeeper } from './memory-file-keeper.js'
import { MemoryFieldData } from './memory-field-data.js'
import type { LearnerEvent, LearnersGround } from './learners-ground.js'
import type { LibraryDraft } from './library-draft.js'
import { PlacedBlock } from './placed-block.js'
import { Placement } from './placement.js'
import { TestCourse, type TestCourseFacts } from './test-course.js'
import { PeopleAtHand } from '../../runtime/service/people-at-hand.js'
import { PluginNamespace } from '../namespace/plugin-namespace.js'
import { MemoryNamespaceRecords } from '../namespace/namespace-records.js'
import { askRoute, type TestRequest } from './test-request.js'
import { TestResults } from './test-results.js'
import type { TestJob } from './test-job.js'
import { TestLearner, type HandlerAnswer, type TestWorld } from './test-learner.js'

/** How a runtime for tests is opened; everything may be left out. */
export interface MemoryRuntimeOptions {
  /** Types of blocks that drafts only name. */
  readonly types?: BlockTypes
  /** Asides that stand beside blocks; none if not said. */
  readonly asides?: readonly ConcreteAsideClass[]
  /** Mixins of every block; those of `types`, else the shipped ones, if not said. */
  readonly mixins?: readonly AnyFieldMixin[]
  /** The words of the plugin in other languages, as its `definePlugin` has them, or as the plugin has read them. */
  readonly catalogues?: CatalogueSource | Catalogues
  /** Libraries that blocks refer to. */
  readonly libraries?: readonly LibraryDraft[]
  /** What the clock shows: epoch milliseconds or an ISO date. Default 2026-01-01T00:00:00Z. */
  readonly now?: number | string
  /** Where random numbers start. Default 1. */
  readonly seed?: number
  /** What blocks find in their `Settings` service. */
  readonly settings?: JsonObject
  /** How much of files the host lets blocks keep; as every host does if not said. */
  readonly fileLimits?: Partial<FileLimits>
  /** The course that blocks stand in. */
  readonly course?: TestCourseFacts
  /** What of people blocks are not told though they ask for it. */
  readonly denied?: readonly PersonPart[]
  /** Binds further services, or takes the place of the kit's own. */
  readonly services?: (services: Container) => void
}

/**
 * A whole runtime in memory, for tests: blocks are placed in it, learners look at them and call their handlers, and
 * what they do is kept. Nothing in it depends on the day, the machine or chance.
 */
export class MemoryRuntime implements LearnersGround {
  readonly clock: FixedClock
  readonly random: SeededRandom
  readonly fieldData = new MemoryFieldData()
  /** Everything published, in order. */
  readonly events: LearnerEvent[] = []
  /** @internal */
  readonly results = new TestResults()
  /** What handlers for staff started, and what came of it, by the id that they were given. */
  readonly jobs = new Map<string, TestJob>()
  /** @internal Failures of blocks since they were last taken. */
  readonly failures: CompositorError[] = []
  /** @internal */
  readonly kernel: BlockRuntime
  readonly types: BlockTypes
  /** @internal */
  readonly people: PeopleAtHand
  readonly #ownTypes = new Map<string, BlockType>()
  readonly #mixins: Mixins
  readonly #words: Catalogues | undefined
  readonly #placement: Placement
  readonly #placed = new Map<string, PlacedBlock>()
  readonly #store = new PluginNamespace(new MemoryNamespaceRecords(), 'unit-compositor/testing')
  readonly #settings: JsonObject
  #lastTurn: Promise<unknown> = Promise.resolve()

  constructor(options: MemoryRuntimeOptions = {}) {
    const { types, asides = [], now = '2026-01-01T00:00:00Z', seed = 1, settings = {}, services } = options
    const { fileLimits } = options
    const { mixins, libraries = [], catalogues, course = {}, denied = [] } = options
    this.#words = catalogues instanceof Catalogues ? catalogues : catalogues && Catalogues.of(catalogues)
    this.#mixins = mixins ? new Mixins(mixins) : (types?.mixins ?? new Mixins([inheritance, upstreamLinks]))
    this.clock = new FixedClock(new Date(now).getTime())
    this.random = new SeededRandom(seed)
    this.types = {
      get: (name) => this.#ownTypes.get(name) ?? types?.get(name),
      asides: asides.map((one) => new AsideType(one, 'unit-compositor/testing', this.#words)),
      mixins: this.#mixins,
      ...(types?.services && { services: types.services }),
    }
    for (const { blocks } of libraries) for (const draft of Object.values(blocks)) this.#register(draft)
    this.#placement = new Placement(this.types, libraries)
    const container = new Container()
    container.bind(Clock).toConstantValue(this.clock)
    container.bind(Random).toConstantValue(this.random)
    container.bind(Urls).toConstantValue(new TestUrls())
    container.bind(Cache).toConstantValue(new MemoryCache())
    container.bind(FileKeeper).toConstantValue(new MemoryFileKeeper(fileLimits))
    container.bind(Settings).toConstantValue(new FixedSettings(settings))
    this.#settings = settings
    container.bind(PluginStore).toConstantValue(this.#store)
    container.bind(Course).toConstantValue(new TestCourse(course))
    this.people = new PeopleAtHand(denied)
    container.bind(PersonDirectory).toConstantValue(this.people)
    services?.(container)
    this.kernel = new BlockRuntime({
      types: this.types,
      services: container,
      onFailure: (error) => this.failures.push(error),
    })
  }

  /**
   * Places a block, or a unit with all its blocks, composed as in a course: settings inherited, references replaced by the
   * blocks of `libraries`, contents prepared.
   * @param inherited settings of what it stands in, by OLX name: `{ due: '2026-03-01', max_attempts: 2 }`
   * @throws CompositorError what composing fails with, where a page would show an error block
   */
  add<B extends BlockBase>(draft: BlockDraft<B>, inherited: JsonObject = {}): PlacedBlock<B> {
    this.#register(draft)
    const placed = this.#placement.place(draft, inherited)
    this.#keep(placed)
    return placed
  }

  /**
   * Deletes what a learner did at a block, as staff do, and tells its type.
   * @returns whether there was anything
   * @throws CompositorError what the type fails with then, where a host logs it
   */
  async deleteState(
    { id }: TestLearner,
    { composed: { key: usage, type: name } }: PlacedBlock,
  ): Promise<boolean> {
    const values = this.fieldData.record(id, { scope: 'userState', id: usage }) ?? {}
    if (!this.fieldData.delete(id, usage)) return false
    const type = this.types.get(name)
    const learner = { id, anonymousId: `anonymous-${id}` }
    const failure =
      type && (await this.kernel.stateDeleted(type, { usage, learner, values, isErased: false }))
    this.failures.splice(0)
    if (failure) throw failure
    return true
  }

  /** What the plugin under test keeps for itself. */
  get pluginStore(): PluginStore {
    return this.#store
  }

  /**
   * Asks a route of a plugin, as a tool or a page does.
   * @param by who asks, where the route is for somebody
   * @throws CompositorError what a host would log: `route-failed`
   */
  async ask(plugin: Plugin, sent: TestRequest, by?: TestLearner): Promise<HandlerAnswer> {
    return askRoute(plugin, sent, by, {
      store: this.#store,
      now: () => this.clock.now(),
      settings: () => this.#settings,
      call: async ({ usage, learner, handler, input }) => {
        const block = this.#placed.get(usage)
        if (!block)
          throw new CompositorError('block-not-found', `There is no block '${usage.slice(0, 300)}'.`)
        const { status, body } = await this.learner(learner).call(block, handler, input, asOfRoute({}))
        return { status, body: body as Json }
      },
    })
  }

  /**
   * An aside where it stands beside a block, to call its handlers and read its fields like a block's.
   * @throws TypeError for an aside the runtime was not opened with, or one that does not stand beside this block
   */
  aside<A extends AsideBase>(beside: PlacedBlock, asideClass: ClassOf<A>): PlacedBlock<A> {
    const type = this.kernel.asides.find(({ blockClass }) => blockClass === asideClass)
    if (!type?.appliesTo(beside.composed)) {
      const why = type ? `does not stand beside ${beside.key}` : 'is none of the asides of this runtime'
      throw new TypeError(`${asideClass.name} ${why}.`)
    }
    return new PlacedBlock(type.beside(beside.composed), asideClass)
  }

  /** A learner of this name; the same name is the same learner. @param world their language and time zone, and what else is told of them */
  learner(name: string, world: TestWorld = {}): TestLearner {
    return new TestLearner(this, { id: name, name, isStaff: false, ...world })
  }

  /** Somebody who teaches: sees failures with their reasons, and what is for staff only. */
  staff(name = 'staff', world: TestWorld = {}): TestLearner {
    return new TestLearner(this, { id: name, name, isStaff: true, ...world })
  }

  /** Somebody who edits blocks: may call handlers for authors. */
  author(name = 'author'): TestLearner {
    return new TestLearner(this, { id: name, name, isStaff: false, isAuthor: true })
  }

  /** A visitor nobody knows. */
  anonymous(): TestLearner {
    return new TestLearner(this, { id: 'anonymous', name: '', isStaff: false })
  }

  /** @internal */
  get roots(): readonly ComposedBlock[] {
    return this.#placement.roots
  }

  /** @internal */
  now(): number {
    return this.clock.now()
  }

  /** @internal Work comes one piece after another, so that nothing read is stale when it is saved. */
  turn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#lastTurn.then(work)
    this.#lastTurn = turn.catch(() => undefined)
    return turn
  }

  #keep(placed: PlacedBlock): void {
    this.#placed.set(placed.key, placed)
    for (const child of placed.children) this.#keep(child)
  }

  #register({ blockClass, children }: BlockDraft): void {
    if (blockClass) {
      const type = typeOfClass(blockClass, this.#words)
      this.#ownTypes.set(type.name, type.withMixins(this.#mixins.all))
    }
    for (const child of children) this.#register(child)
  }
}
