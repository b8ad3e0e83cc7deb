import { UnitStore } from '../compositor/index.js'
import { Host } from '../host/host.js'
import type { HostRequest } from '../host/index.js'
import type { HostLog } from '../host/host-parts.js'
import { openStores, type Stores } from '../host/store/open-stores.js'
import { LearnerStore, MemoryEventLog } from '../lms/index.js'
import { loadPlugins, shippedPlugin, type LoadedPlugins } from '../plugins/index.js'
import { MemoryRecords } from '../store/index.js'
import { pageRequest } from './page-request.js'

/** Units of which no host kept anything. */
class UnkeptUnits extends UnitStore {
  override form(): Promise<undefined> {
    return Promise.resolve(undefined)
  }

  override keepForm(): Promise<void> {
    return Promise.resolve()
  }
}

const strict: HostLog = { info() {}, warn() {}, error: failed }

/**
 * Hosts on one store that have just been started: nothing is in their memory, the compiled JavaScript is warm. What learners do
 * is kept in memory, so that no commit is measured.
 */
export class ColdHosts implements AsyncDisposable {
  #visitors = 0

  private constructor(
    private readonly stores: Stores,
    private readonly loaded: LoadedPlugins,
    private readonly plugins: readonly string[],
    private readonly log: HostLog,
  ) {}

  /** @param address of a store that nobody else has open in this process @param plugins besides the shipped one @param log fails on errors if left out */
  static async open(
    address: string,
    plugins: readonly string[] = [],
    log: HostLog = strict,
  ): Promise<ColdHosts> {
    const loaded = await loadPlugins({ specifiers: [shippedPlugin, ...plugins], overrides: [] })
    return new ColdHosts(await openStores(address, { events: [] }), loaded, plugins, log)
  }

  get store(): Stores['store'] {
    return this.stores.store
  }

  /**
   * A host as it is after a start.
   * @param isKept whether it finds what hosts before it kept of units @param learners what is stored of learners; nothing of anybody, in memory, when left out
   */
  start(isKept = true, learners = new LearnerStore(new MemoryRecords())): Host {
    const { stores, loaded, plugins } = this
    const fresh: Stores = {
      ...stores,
      units: isKept ? new UnitStore(stores.store) : new UnkeptUnits(stores.store),
      learners,
      events: new MemoryEventLog(),
      close: () => Promise.resolve(),
    }
    const learner = (request: Pick<HostRequest, 'header'>) => ({
      id: request.header('x-learner') ?? 'nobody',
    })
    return new Host({ store: '', jobs: false, learner, plugins }, fresh, loaded, this.log)
  }

  /** The page of a unit for a learner who was never here, as bytes. @throws Error where it is answered otherwise */
  async page(host: Host, unit: string): Promise<Buffer> {
    const { status, body } = await host.answer(pageRequest(unit, `learner-${this.#visitors++}`))
    if (status === 200) return Buffer.from(body)
    throw new Error(`The unit was answered with ${status}.`)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stores.close()
  }
}

function failed(...told: unknown[]): never {
  throw new Error(`A host that is measured failed: ${String(told.at(-1))}`)
}
